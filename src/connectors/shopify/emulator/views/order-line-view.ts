import { toCents, toDecimal } from '../../../../emulation/world/money.ts';
import { toGid } from '../gid.ts';
import { refundablePieces, unsentPieces } from '../order-account.ts';
import type { ShopLine, ShopOrder } from '../shop-order.ts';
import type { ShopState } from '../shop-state.ts';
import { productView, variantView } from './product-view.ts';
import { suggestedReasons } from './return-view.ts';
import { toMoneyBag } from './values.ts';

/** Shows one line of an order as Shopify's `LineItem`. */
export function lineView(state: ShopState, order: ShopOrder, line: ShopLine) {
  const refundable = refundablePieces(order, line);
  const amounts = {
    quantity: line.quantity,
    currentQuantity: refundable,
    refundableQuantity: refundable,
    unfulfilledQuantity: unsentPieces(order, line),
    ...amountsOf(state, line),
  };
  return {
    __typename: 'LineItem',
    id: toGid('LineItem', line.id),
    ...namesOf(state, line),
    ...amounts,
    suggestedReturnReasonDefinitions: suggestedReasons,
  };
}

function namesOf(state: ShopState, line: ShopLine) {
  const product = state.products.get(line.productId);
  const variant = state.variants.get(line.variantId);
  if (!product || !variant) {
    const title = line.title ?? state.world.products.find(({ id }) => id === line.productId)?.title ?? 'Custom item';
    return { ...wordless, title, name: title };
  }
  const hasOptions = product.optionNames.length > 0;
  return {
    title: product.title,
    name: hasOptions ? `${product.title} - ${variant.title}` : product.title,
    sku: variant.sku,
    vendor: product.vendor,
    variantTitle: hasOptions ? variant.title : null,
    variant: () => variantView(state, variant),
    product: () => productView(state, product),
    requiresShipping: variant.weightGrams > 0,
    taxable: product.type !== 'Gift Cards',
    isGiftCard: product.type === 'Gift Cards',
  };
}

/** What a line without a product leaves open. */
const wordless = {
  sku: null,
  vendor: null,
  variantTitle: null,
  variant: null,
  product: null,
  requiresShipping: true,
  taxable: true,
  isGiftCard: false,
};

function amountsOf(state: ShopState, line: ShopLine) {
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
