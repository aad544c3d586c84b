import { toCents, toDecimal } from '../../../../emulation/world/money.ts';
import { idOfType, toGid } from '../gid.ts';
import { refundableOf, refundablePieces, refundableShipping, worthOf } from '../order-account.ts';
import type { ShopLine, ShopOrder } from '../shop-order.ts';
import type { ShopState } from '../shop-state.ts';
import { transactionViews } from './order-life-view.ts';
import { lineView } from './order-line-view.ts';
import { toMoneyBag } from './values.ts';

/** The arguments of `Order.suggestedRefund`. */
export interface SuggestionArguments {
  readonly refundLineItems?: readonly { readonly lineItemId: string; readonly quantity: number }[] | null;
  readonly refundShipping?: boolean | null;
  readonly shippingAmount?: string | null;
  readonly suggestFullRefund?: boolean | null;
}

interface Part {
  readonly line: ShopLine;
  readonly quantity: number;
}

/** Shows what Shopify would pay back for some pieces, through which payments, as its `SuggestedRefund`. */
export function suggestedRefundView(state: ShopState, order: ShopOrder, args: SuggestionArguments) {
  const bag = (cents: number) => toMoneyBag(toDecimal(cents), state.currency);
  const parts = args.suggestFullRefund
    ? order.lines.map((line) => ({ line, quantity: refundablePieces(order, line) })).filter((part) => part.quantity > 0)
    : partsOf(order, args);
  const shippingMost = refundableShipping(order);
  const asked = args.shippingAmount == null ? undefined : toCents(args.shippingAmount);
  const wantsAll = args.refundShipping === true || args.suggestFullRefund === true;
  const shipping = Math.min(asked ?? (wantsAll ? shippingMost : 0), shippingMost);
  const goods = parts.reduce((sum, { line, quantity }) => sum + worthOf(line, quantity), 0);
  const most = order.payments.reduce((sum, payment) => sum + refundableOf(order, payment), 0);
  const amount = Math.min(goods + shipping, most);
  return {
    amountSet: bag(amount),
    subtotalSet: bag(goods),
    discountedSubtotalSet: bag(goods),
    maximumRefundableSet: bag(most),
    totalTaxSet: bag(taxIn(goods)),
    totalCartDiscountAmountSet: bag(0),
    shipping: { amountSet: bag(shipping), maximumRefundableSet: bag(shippingMost), taxSet: bag(taxIn(shipping)) },
    refundLineItems: parts.map(({ line, quantity }) => ({
      id: toGid('RefundLineItem', line.id),
      quantity,
      restocked: false,
      lineItem: () => lineView(state, order, line),
      subtotalSet: bag(worthOf(line, quantity)),
      totalTaxSet: bag(taxIn(worthOf(line, quantity))),
    })),
    suggestedTransactions: suggestions(state, order, amount),
  };
}

function partsOf(order: ShopOrder, { refundLineItems }: SuggestionArguments): Part[] {
  return (refundLineItems ?? []).flatMap(({ lineItemId, quantity }) => {
    const line = order.lines.find(({ id }) => id === idOfType('LineItem', lineItemId));
    return line ? [{ line, quantity: Math.min(quantity, refundablePieces(order, line)) }] : [];
  });
}

/** Money goes back the way it came, through the oldest payment first. */
function suggestions(state: ShopState, order: ShopOrder, amount: number) {
  const transactions = transactionViews(state, order);
  let rest = amount;
  return order.payments.flatMap((payment, index) => {
    const most = refundableOf(order, payment);
    const part = Math.min(rest, most);
    rest -= part;
    const parentTransaction = transactions[index]!;
    const { gateway, formattedGateway } = parentTransaction;
    const bag = (cents: number) => toMoneyBag(toDecimal(cents), state.currency);
    const sums = { amountSet: bag(part), maximumRefundableSet: bag(most) };
    return part > 0 ? [{ ...sums, gateway, formattedGateway, kind: 'SUGGESTED_REFUND', parentTransaction }] : [];
  });
}

/** Ireland's standard rate of 23 % is inside the price. */
function taxIn(cents: number): number {
  return Math.round((cents * 23) / 123);
}
