import { type AddressInput, addressFaults, toAddress, toAddressInput } from '../address-input.ts';
import type { Exchange } from '../exchange.ts';
import { idOfType, toGid } from '../gid.ts';
import { addressesOf, defaultAddressOf, noAddress, type ShopAddress, type ShopCustomer } from '../shop-customer.ts';
import type { ShopState } from '../shop-state.ts';
import type { UserError } from '../user-error.ts';
import { customerAddressView, customerView } from '../views/customer-view.ts';
import type { Area } from './area.ts';

interface Saving {
  readonly customerId: string;
  readonly addressId?: string;
  readonly address: AddressInput;
  readonly setAsDefault?: boolean | null;
}

/** The first id that the world gave to no customer's address. */
const FIRST_NEW_ID = 5_000_000;

const noCustomer: UserError = { field: ['customerId'], message: 'Customer does not exist' };
const noSuchAddress: UserError = { field: ['addressId'], message: 'Address does not exist' };

/** The addresses of customers. */
export function customerAddressArea(state: ShopState): Area {
  let lastId = FIRST_NEW_ID;
  const customerOf = (gid: string) => state.customers.get(idOfType('Customer', gid));
  const addressOf = (customer: ShopCustomer, gid: string) =>
    addressesOf(customer).find(({ id }) => id === idOfType('MailingAddress', gid));
  const put = (
    customer: ShopCustomer,
    addresses: readonly ShopAddress[],
    defaultId: number | undefined,
    nowMs: number,
  ) => {
    const address = addresses.find(({ id }) => id === defaultId)?.address ?? noAddress;
    const changed = { ...customer, addresses, defaultAddressId: defaultId, address, updatedAtMs: nowMs };
    state.customers.put(changed);
    return changed;
  };
  const save = ({ customerId, addressId, address: given, setAsDefault }: Saving, { nowMs }: Exchange) => {
    const customer = customerOf(customerId);
    if (!customer) return { address: null, userErrors: [noCustomer] };
    const before = addressId === undefined ? undefined : addressOf(customer, addressId);
    if (addressId !== undefined && !before) return { address: null, userErrors: [noSuchAddress] };
    const input = before ? { ...toAddressInput(before.address), ...given } : given;
    const userErrors = addressFaults(input, ['address']);
    const address = toAddress(input);
    const others = addressesOf(customer).filter(({ id }) => id !== before?.id);
    if (others.some((other) => JSON.stringify(other.address) === JSON.stringify(address))) {
      userErrors.push({ field: ['address'], message: 'Address already exists' });
    }
    if (userErrors.length > 0) return { address: null, userErrors };
    if (!before) lastId += 1;
    const saved = { id: before?.id ?? lastId, address };
    const all = addressesOf(customer);
    const addresses = before ? all.map((old) => (old.id === saved.id ? saved : old)) : [...all, saved];
    const isDefault = setAsDefault === true || all.length === 0;
    put(customer, addresses, isDefault ? saved.id : defaultAddressOf(customer)?.id, nowMs);
    return { address: customerAddressView(saved), userErrors: [] };
  };
  return {
    mutations: {
      customerAddressCreate: save,
      customerAddressUpdate: save,
      customerAddressDelete: (
        { customerId, addressId }: { customerId: string; addressId: string },
        { nowMs }: Exchange,
      ) => {
        const customer = customerOf(customerId);
        const gone = customer && addressOf(customer, addressId);
        if (!customer || !gone) {
          return { deletedAddressId: null, userErrors: [customer ? noSuchAddress : noCustomer] };
        }
        const rest = addressesOf(customer).filter(({ id }) => id !== gone.id);
        const before = defaultAddressOf(customer)?.id;
        put(customer, rest, before === gone.id ? rest[0]?.id : before, nowMs);
        return { deletedAddressId: customerAddressView(gone).id, userErrors: [] };
      },
      customerUpdateDefaultAddress: (
        { customerId, addressId }: { customerId: string; addressId: string },
        { nowMs }: Exchange,
      ) => {
        const customer = customerOf(customerId);
        const chosen = customer && addressOf(customer, addressId);
        if (!customer || !chosen) return { customer: null, userErrors: [customer ? noSuchAddress : noCustomer] };
        const changed = put(customer, addressesOf(customer), chosen.id, nowMs);
        return { customer: customerView(state, changed), userErrors: [] };
      },
      customerDelete: ({ input }: { input: { id: string } }) => {
        const customer = customerOf(input.id);
        const refuse = (message: string) => ({ deletedCustomerId: null, userErrors: [{ field: ['id'], message }] });
        if (!customer) return refuse("Customer can't be found");
        if (state.ordersOf(customer.id).length > 0)
          return refuse("Customer can't be deleted because they have associated orders");
        state.customers.delete(customer.id);
        return { deletedCustomerId: toGid('Customer', customer.id), userErrors: [] };
      },
    },
  };
}
