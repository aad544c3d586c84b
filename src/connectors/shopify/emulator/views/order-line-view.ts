import { toCents, toDecimal } from '../../../../emulation/world/money.ts';
import type { Order, OrderLine } from '../../../../emulation/world/records.ts';
import { toGid } from '../gid.ts';
import type { ShopState } from '../shop-state.ts';
import { returnedPieces } from './order-words.ts';
import { productView, variantView } from './product-view.ts';
import { toMoneyBag } from './values.ts';

/** Shows one line of an order as Shopify's `LineItem`. */
export function lineView(state: ShopState, order: Order, line: OrderLine) {
  const product = state.products.get(line.productId)!;
  const variant = state.variants.get(line.variantId)!;
  const hasOptions = product.optionNames.length > 0;
  const returned = returnedPieces(order).get(line.id) ?? 0;
  const isSent = order.fulfillments.some((fulfillment) => fulfillment.lineIds.includes(line.id));
  const isVoid = order.cancelledAtMs !== undefined;
  return {
    __typename: 'LineItem',
    id: toGid('LineItem', line.id),
    title: product.title,
    name: hasOptions ? `${product.title} - ${variant.title}` : product.title,
    quantity: line.quantity,
    currentQuantity: isVoid ? 0 : line.quantity - returned,
    refundableQuantity: isVoid ? 0 : line.quantity - returned,
    unfulfilledQuantity: isSent || isVoid ? 0 : line.quantity,
    sku: variant.sku,
    vendor: product.vendor,
    variantTitle: hasOptions ? variant.title : null,
    variant: () => variantView(state, variant),
    product: () => productView(state, product),
    requiresShipping: variant.weightGrams > 0,
    taxable: product.type !== 'Gift Cards',
    isGiftCard: product.type === 'Gift Cards',
    ...amountsOf(state, line),
  };
}

function amountsOf(state: ShopState, line: OrderLine) {
  const bag = (cents: number) => toMoneyBag(toDecimal(cents), state.currency);
  const unit = toCents(line.unitPrice);
  const discount = toCents(line.discount);
  const whole = unit * line.quantity;
  return {
    originalUnitPriceSet: bag(unit),
    originalTotalSet: bag(whole),
    discountedUnitPriceSet: bag(Math.round((whole - discount) / line.quantity)),
    discountedTotalSet: bag(whole - discount),
    totalDiscountSet: bag(discount),
  };
}
