import type { Exchange } from '../exchange.ts';
import { idOfType, toGid } from '../gid.ts';
import { addressesOf, defaultAddressOf, noAddress, type ShopCustomer } from '../shop-customer.ts';
import type { ShopState } from '../shop-state.ts';
import { mergeTags } from '../tag-list.ts';
import type { UserError } from '../user-error.ts';
import { customerView, displayNameOf, emailView } from '../views/customer-view.ts';
import type { Area } from './area.ts';

interface CustomerInput {
  readonly id?: string | null;
  readonly email?: string | null;
  readonly firstName?: string | null;
  readonly lastName?: string | null;
  readonly locale?: string | null;
  readonly note?: string | null;
  readonly phone?: string | null;
  readonly tags?: readonly string[] | null;
  readonly taxExempt?: boolean | null;
}

interface Merging {
  readonly customerOneId: string;
  readonly customerTwoId: string;
  readonly overrideFields?: {
    readonly customerIdOfEmailToKeep?: string | null;
    readonly customerIdOfFirstNameToKeep?: string | null;
    readonly customerIdOfLastNameToKeep?: string | null;
    readonly customerIdOfPhoneNumberToKeep?: string | null;
    readonly customerIdOfDefaultAddressToKeep?: string | null;
    readonly note?: string | null;
    readonly tags?: readonly string[] | null;
  } | null;
}

/** Changes to customers: their texts, and two of them made one. */
export function customerChangeArea(state: ShopState): Area {
  return {
    queries: {
      customerMergePreview: (args: Merging) => {
        const merged = merge(state, args, 0);
        if ('message' in merged) return { customerMergeErrors: [{ errorFields: [], message: merged.message }] };
        return {
          customerMergeErrors: null,
          resultingCustomerId: toGid('Customer', merged.kept.id),
          defaultFields: defaultFieldsOf(state, merged.kept, merged.gone),
        };
      },
    },
    mutations: {
      customerCreate: ({ input }: { input: CustomerInput }, { nowMs }: Exchange) => {
        const blank = blankCustomer(state.customers.nextId(), nowMs);
        return save(state, blank, input, nowMs);
      },
      customerUpdate: ({ input }: { input: CustomerInput }, { nowMs }: Exchange) => {
        const customer = input.id == null ? undefined : state.customers.get(idOfType('Customer', input.id));
        if (!customer) return { customer: null, userErrors: [{ field: ['id'], message: 'Customer does not exist' }] };
        return save(state, customer, input, nowMs);
      },
      customerMerge: (args: Merging, { nowMs }: Exchange) => {
        const merged = merge(state, args, nowMs);
        if ('message' in merged) return { job: null, resultingCustomerId: null, userErrors: [merged] };
        state.mergeCustomers(merged.gone.id, merged.kept.id);
        state.customers.put(merged.kept);
        return {
          job: { __typename: 'Job', id: toGid('Job', merged.gone.id), done: false },
          resultingCustomerId: toGid('Customer', merged.kept.id),
          userErrors: [],
        };
      },
    },
  };
}

function blankCustomer(id: number, nowMs: number): ShopCustomer {
  return {
    id,
    firstName: '',
    lastName: '',
    email: '',
    phone: undefined,
    address: noAddress,
    locale: 'en-IE',
    tags: [],
    note: undefined,
    takesNewsletter: false,
    createdAtMs: nowMs,
  };
}

function save(state: ShopState, customer: ShopCustomer, input: CustomerInput, nowMs: number) {
  const changed = applyInput(customer, input, nowMs);
  const userErrors = faultsOf(state, changed);
  const isNew = state.customers.get(customer.id) === undefined;
  if (userErrors.length > 0) return { customer: isNew ? null : customerView(state, customer), userErrors };
  state.customers.put(changed);
  return { customer: customerView(state, changed), userErrors: [] };
}

/** A field that is absent stays; an empty text, or null, takes it away. */
function applyInput(customer: ShopCustomer, input: CustomerInput, nowMs: number): ShopCustomer {
  const text = (given: string | null | undefined, now: string) => (given === undefined ? now : (given ?? '').trim());
  return {
    ...customer,
    firstName: text(input.firstName, customer.firstName),
    lastName: text(input.lastName, customer.lastName),
    email: text(input.email, customer.email).toLowerCase(),
    phone: text(input.phone, customer.phone ?? '').replace(/[\s()-]/g, '') || undefined,
    note: text(input.note, customer.note ?? '') || undefined,
    locale: input.locale ?? customer.locale,
    tags: input.tags ? mergeTags([], input.tags) : customer.tags,
    isTaxExempt: input.taxExempt ?? customer.isTaxExempt ?? false,
    updatedAtMs: nowMs,
  };
}

function faultsOf(state: ShopState, customer: ShopCustomer): UserError[] {
  const { id, email, phone, firstName, lastName } = customer;
  const others = state.customers.all().filter((other) => other.id !== id);
  const errors: UserError[] = [];
  if (!email && !phone && !firstName && !lastName) {
    errors.push({ field: null, message: 'A name, phone number, or email address must be present' });
  }
  if (email && !/^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(email))
    errors.push({ field: ['email'], message: 'Email is invalid' });
  if (email && others.some((other) => other.email === email)) {
    errors.push({ field: ['email'], message: 'Email has already been taken' });
  }
  if (phone && !/^\+\d{7,15}$/.test(phone)) errors.push({ field: ['phone'], message: 'Phone is invalid' });
  if (phone && others.some((other) => other.phone === phone)) {
    errors.push({ field: ['phone'], message: 'Phone has already been taken' });
  }
  return errors;
}

/** Works out who stays and what of whom, by Shopify's order of precedence (shopify.dev: customerMerge). */
function merge(state: ShopState, args: Merging, nowMs: number): { kept: ShopCustomer; gone: ShopCustomer } | UserError {
  const one = state.customers.get(idOfType('Customer', args.customerOneId));
  const two = state.customers.get(idOfType('Customer', args.customerTwoId));
  const refuse = (field: string, message: string): UserError => ({
    field: [field],
    message,
    code: 'INVALID_CUSTOMER_ID',
  });
  if (!one) return refuse('customerOneId', 'Customer does not exist.');
  if (!two) return refuse('customerTwoId', 'Customer does not exist.');
  if (one.id === two.id) return refuse('customerTwoId', 'Customers must be different.');
  const override = args.overrideFields ?? {};
  const chosen = (gid: string | null | undefined) =>
    [one, two].find(({ id }) => gid != null && id === idOfType('Customer', gid));
  const byEmail = one.email !== '' && two.email === '' ? one : two;
  const kept = chosen(override.customerIdOfEmailToKeep) ?? byEmail;
  const gone = kept === one ? two : one;
  const from = (gid: string | null | undefined) => chosen(gid) ?? kept;
  return {
    gone,
    kept: {
      ...kept,
      firstName: from(override.customerIdOfFirstNameToKeep).firstName || gone.firstName,
      lastName: from(override.customerIdOfLastNameToKeep).lastName || gone.lastName,
      phone: from(override.customerIdOfPhoneNumberToKeep).phone ?? gone.phone,
      address: from(override.customerIdOfDefaultAddressToKeep).address,
      addresses: [...addressesOf(kept), ...addressesOf(gone)],
      defaultAddressId: defaultAddressOf(from(override.customerIdOfDefaultAddressToKeep))?.id,
      note: override.note ?? ([kept.note, gone.note].filter(Boolean).join('\n') || undefined),
      tags: override.tags ?? mergeTags(kept.tags, gone.tags),
      updatedAtMs: nowMs,
    },
  };
}

function defaultFieldsOf(state: ShopState, kept: ShopCustomer, gone: ShopCustomer) {
  return {
    displayName: displayNameOf(kept),
    email: emailView(kept),
    firstName: kept.firstName || null,
    lastName: kept.lastName || null,
    note: kept.note ?? null,
    tags: kept.tags,
    orderCount: String(state.ordersOf(kept.id).length + state.ordersOf(gone.id).length),
  };
}
