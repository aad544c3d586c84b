import { z } from 'zod';
import { defineTool } from '../../define.ts';
import { idField, toGid } from '../input/gid.ts';
import { addressField, toAddressInput } from '../input/postal-address.ts';
import { defineMutation } from '../protocol/document.ts';
import type { ShopifyUpstream } from '../protocol/upstream.ts';
import { refuseUserErrors, UserErrors, unconfirmed } from '../protocol/user-errors.ts';
import { addressFound } from '../read-backs/address.ts';
import { CUSTOMER_ADDRESS, CustomerAddress, ShopifyCustomerAddress, toCustomerAddress } from '../shapes/person.ts';

const PAYLOAD = `{ address ${CUSTOMER_ADDRESS} userErrors { field message } }`;
const Reply = z.object({
  payload: z.object({ address: ShopifyCustomerAddress.nullable(), userErrors: UserErrors }),
});

export const createAddressMutation = defineMutation(
  `mutation CreateAddress($customerId: ID!, $address: MailingAddressInput!, $isDefault: Boolean) {
    payload: customerAddressCreate(customerId: $customerId, address: $address, setAsDefault: $isDefault) ${PAYLOAD}
  }`,
  Reply,
);

export const updateAddressMutation = defineMutation(
  `mutation UpdateAddress($customerId: ID!, $addressId: ID!, $address: MailingAddressInput!, $isDefault: Boolean) {
    payload: customerAddressUpdate(
      customerId: $customerId
      addressId: $addressId
      address: $address
      setAsDefault: $isDefault
    ) ${PAYLOAD}
  }`,
  Reply,
);

export const setDefaultAddressMutation = defineMutation(
  `mutation SetDefaultAddress($customerId: ID!, $addressId: ID!) {
    customerUpdateDefaultAddress(customerId: $customerId, addressId: $addressId) {
      customer { defaultAddress ${CUSTOMER_ADDRESS} }
      userErrors { field message }
    }
  }`,
  z.object({
    customerUpdateDefaultAddress: z.object({
      customer: z.object({ defaultAddress: ShopifyCustomerAddress.nullish() }).nullable(),
      userErrors: UserErrors,
    }),
  }),
);

/** `shopify_save_address`: adds an address to a customer, replaces one, or says which is used where none is chosen. */
export const saveAddress = defineTool({
  name: 'shopify_save_address',
  title: 'Add or change an address of a customer',
  description:
    'Adds an address to a Shopify customer, replaces one whole, or makes one the default. Orders keep theirs: ' +
    'shopify_update_order. Ids: shopify_get_customer. To delete one: shopify_delete_record.',
  effect: 'write',
  feature: 'shopify-advanced',
  permission: 'shopify.customers.write',
  scopes: ['read_customers', 'write_customers'],
  input: z
    .object({
      customerId: idField('Customer', 'Customer id.'),
      id: idField('MailingAddress', 'Address to change; new without it.').optional(),
      address: addressField('The address; replaces all of the old one.').optional(),
      makeDefault: z.boolean().default(false).describe('Use it where none is chosen.'),
    })
    .refine(({ id, address, makeDefault }) => address !== undefined || (id !== undefined && makeDefault), {
      error: 'Give an address, or id with makeDefault.',
      path: ['address'],
    }),
  output: z.object({ address: CustomerAddress.describe('The address now.') }),
  cost: ({ address }) => (address === undefined ? 11 : 10),
  examples: [
    {
      title: 'A second address',
      input: {
        customerId: '8100000000002',
        address: { firstName: 'Ada', lastName: 'Quirke', line1: '3 Mill Lane', city: 'Cork', countryCode: 'IE' },
      },
    },
    { title: 'The default', input: { customerId: '8100000000002', id: '8100000000002', makeDefault: true } },
  ],

  async run({ customerId, id, address, makeDefault }, upstream: ShopifyUpstream) {
    const customer = toGid('Customer', customerId);
    const addressId = id && toGid('MailingAddress', id);
    if (address === undefined) {
      const variables = { customerId: customer, addressId };
      const { data } = await upstream.mutate(setDefaultAddressMutation, variables);
      const { customer: changed, userErrors } = data.customerUpdateDefaultAddress;
      return { address: confirmed(changed?.defaultAddress, userErrors) };
    }
    const variables = {
      customerId: customer,
      addressId,
      address: toWhole(address),
      isDefault: makeDefault || undefined,
    };
    const mutation = addressId === undefined ? createAddressMutation : updateAddressMutation;
    const { payload } = (await upstream.mutate(mutation, variables)).data;
    return { address: confirmed(payload.address, payload.userErrors) };
  },

  async readBack({ customerId, id, address, makeDefault }, upstream: ShopifyUpstream, { write }) {
    const asked = { customerId, id, address: address && toAddressInput(address), makeDefault };
    return await addressFound(asked, upstream, write);
  },
});

const OPTIONAL = ['firstName', 'lastName', 'company', 'address2', 'zip', 'provinceCode', 'phone'] as const;

/** What an address leaves out is taken away: Shopify may keep a field of the old one that is not sent. */
function toWhole(address: Parameters<typeof toAddressInput>[0]) {
  const given = toAddressInput(address);
  return { ...given, ...Object.fromEntries(OPTIONAL.map((name) => [name, given[name] ?? null])) };
}

function confirmed(
  address: z.output<typeof ShopifyCustomerAddress> | null | undefined,
  userErrors: z.output<typeof UserErrors>,
) {
  refuseUserErrors(userErrors);
  if (!address) throw unconfirmed();
  return toCustomerAddress(address);
}
