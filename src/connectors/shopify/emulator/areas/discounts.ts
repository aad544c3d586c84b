import type { GraphQLResolveInfo } from 'graphql';
import type { Exchange } from '../exchange.ts';
import { idOfType, toGid } from '../gid.ts';
import { type ListArguments, list } from '../listing.ts';
import { type DiscountRow, discountsOf } from '../records/discounts.ts';
import { discountFields } from '../search/discount-fields.ts';
import type { ShopState } from '../shop-state.ts';
import { Table } from '../table.ts';
import type { UserError } from '../user-error.ts';
import { discountView } from '../views/discount-view.ts';
import type { Area } from './area.ts';

interface BasicInput {
  readonly code?: string | null;
  readonly title?: string | null;
  readonly startsAt?: string | null;
  readonly endsAt?: string | null;
  readonly usageLimit?: number | null;
  readonly appliesOncePerCustomer?: boolean | null;
  readonly context?: { readonly all?: string | null } | null;
  readonly customerGets?: {
    readonly items?: { readonly all?: boolean | null } | null;
    readonly value?: {
      readonly percentage?: number | null;
      readonly discountAmount?: { readonly amount?: string | null } | null;
    } | null;
  } | null;
  readonly minimumRequirement?: {
    readonly subtotal?: { readonly greaterThanOrEqualToSubtotal?: string | null } | null;
  } | null;
}

/** Discounts, by code and automatic ones. */
export function discountArea(state: ShopState): Area {
  const discounts = new Table(discountsOf(state.world));
  const nodeOf = (row: DiscountRow, nowMs: number) => ({
    __typename: 'DiscountNode',
    id: toGid('DiscountNode', row.id),
    discount: discountView(state, row, nowMs),
  });
  const codeNode = (row: DiscountRow, nowMs: number) => ({
    __typename: 'DiscountCodeNode',
    id: toGid('DiscountCodeNode', row.id),
    codeDiscount: discountView(state, row, nowMs),
  });
  const automaticNode = (row: DiscountRow, nowMs: number) => ({
    __typename: 'DiscountAutomaticNode',
    id: toGid('DiscountAutomaticNode', row.id),
    automaticDiscount: discountView(state, row, nowMs),
  });
  const switching =
    (kind: 'Code' | 'Automatic', isOn: boolean) =>
    ({ id }: { id: string }, { nowMs }: Exchange) => {
      const field = kind === 'Code' ? 'codeDiscountNode' : 'automaticDiscountNode';
      const row = discounts.get(idOfType(`Discount${kind}Node`, id));
      if (!row || (row.code === undefined) === (kind === 'Code')) {
        return { [field]: null, userErrors: [{ field: ['id'], message: 'Discount does not exist.', code: 'INVALID' }] };
      }
      const changed = isOn ? switchOn(row, nowMs) : { ...row, endsAtMs: nowMs, updatedAtMs: nowMs };
      discounts.put(changed);
      return { [field]: (kind === 'Code' ? codeNode : automaticNode)(changed, nowMs), userErrors: [] };
    };
  return {
    queries: {
      discountNodes: (args: ListArguments, exchange: Exchange, info: GraphQLResolveInfo) =>
        list(discounts.all(), args, exchange, info, {
          fields: discountFields(exchange.nowMs),
          idOf: ({ id }) => id,
          toNode: (row) => nodeOf(row, exchange.nowMs),
          sortKeys: {
            CREATED_AT: (row) => row.createdAtMs,
            UPDATED_AT: (row) => row.updatedAtMs,
            STARTS_AT: (row) => row.startsAtMs,
            ENDS_AT: (row) => row.endsAtMs,
            TITLE: (row) => row.title.toLowerCase(),
          },
        }),
      discountNode: ({ id }: { id: string }, { nowMs }: Exchange) => {
        const row = discounts.get(idOfType('DiscountNode', id));
        return row ? nodeOf(row, nowMs) : null;
      },
      codeDiscountNodeByCode: ({ code }: { code: string }, { nowMs }: Exchange) => {
        const row = discounts.all().find((found) => found.code?.toLowerCase() === code.toLowerCase());
        return row ? codeNode(row, nowMs) : null;
      },
    },
    mutations: {
      discountCodeBasicCreate: ({ basicCodeDiscount }: { basicCodeDiscount: BasicInput }, { nowMs }: Exchange) => {
        const userErrors = faultsOf(basicCodeDiscount, discounts.all());
        if (userErrors.length > 0) return { codeDiscountNode: null, userErrors };
        const row = toRow(discounts.nextId(), basicCodeDiscount, nowMs);
        discounts.put(row);
        return { codeDiscountNode: codeNode(row, nowMs), userErrors: [] };
      },
      discountCodeActivate: switching('Code', true),
      discountCodeDeactivate: switching('Code', false),
      discountAutomaticActivate: switching('Automatic', true),
      discountAutomaticDeactivate: switching('Automatic', false),
    },
  };
}

function switchOn(row: DiscountRow, nowMs: number): DiscountRow {
  const isOver = row.endsAtMs !== undefined && row.endsAtMs <= nowMs;
  return {
    ...row,
    startsAtMs: Math.min(row.startsAtMs, nowMs),
    endsAtMs: isOver ? undefined : row.endsAtMs,
    updatedAtMs: nowMs,
  };
}

function faultsOf(input: BasicInput, others: readonly DiscountRow[]): UserError[] {
  const errors: UserError[] = [];
  const wrong = (field: string, message: string, code: string) =>
    errors.push({ field: ['basicCodeDiscount', ...field.split('.')], message, code });
  const { code, title, startsAt, endsAt, customerGets, context } = input;
  if (!code) wrong('code', "Code can't be blank", 'BLANK');
  if (code && code.length > 255) wrong('code', 'Code is too long (maximum is 255 characters)', 'TOO_LONG');
  if (code && others.some((other) => other.code?.toLowerCase() === code.toLowerCase())) {
    wrong('code', 'Code must be unique. Please try a different code.', 'TAKEN');
  }
  if (!title) wrong('title', "Title can't be blank", 'BLANK');
  if (!startsAt) wrong('startsAt', "Starts at can't be blank", 'BLANK');
  if (startsAt && endsAt && Date.parse(endsAt) <= Date.parse(startsAt)) {
    wrong('endsAt', 'Ends at needs to be after starts_at', 'INVALID');
  }
  if (!context?.all) wrong('context', "Context can't be blank", 'BLANK');
  if (!customerGets?.items?.all) wrong('customerGets.items', "Items in 'customer get' must be defined", 'BLANK');
  const percentage = customerGets?.value?.percentage;
  if (percentage != null && (percentage <= 0 || percentage > 1)) {
    wrong('customerGets.value.percentage', 'Value must be between 0.0 and 1.0', 'VALUE_OUTSIDE_RANGE');
  }
  return errors;
}

function toRow(id: number, input: BasicInput, nowMs: number): DiscountRow {
  const { value } = input.customerGets ?? {};
  const least = input.minimumRequirement?.subtotal?.greaterThanOrEqualToSubtotal;
  return {
    id,
    type: 'DiscountCodeBasic',
    title: input.title!,
    code: input.code!,
    percentage: value?.percentage ?? undefined,
    amount: value?.discountAmount?.amount ?? undefined,
    minimumSubtotal: least ?? undefined,
    usageLimit: input.usageLimit ?? undefined,
    isOncePerCustomer: input.appliesOncePerCustomer ?? false,
    used: 0,
    startsAtMs: Date.parse(input.startsAt!),
    endsAtMs: input.endsAt == null ? undefined : Date.parse(input.endsAt),
    createdAtMs: nowMs,
    updatedAtMs: nowMs,
  };
}
