import type { Product, Variant } from '../../../../emulation/world/records.ts';
import { idOfType } from '../gid.ts';
import {
  type Changed,
  copyOf,
  hasVariants,
  nextValueId,
  optionsOf,
  type ShopOption,
  type ShopOptionValue,
} from '../product-options.ts';
import type { ShopState } from '../shop-state.ts';

interface Update {
  readonly option: { readonly id: string; readonly name?: string | null };
  readonly optionValuesToAdd?: readonly { readonly name?: string | null }[] | null;
  readonly optionValuesToUpdate?: readonly { readonly id: string; readonly name?: string | null }[] | null;
  readonly optionValuesToDelete?: readonly string[] | null;
  readonly variantStrategy?: string | null;
}

/** Renames an option or its values, adds values and takes some away; MANAGE makes and deletes variants with them. */
export function updateOption(state: ShopState, product: Product, update: Update): Changed {
  const options = optionsOf(state, product);
  const index = options.findIndex(({ id }) => id === idOfType('ProductOption', update.option.id));
  const option = options[index];
  if (option === undefined || product.optionNames.length === 0) {
    return { refused: [['option'], 'Option does not exist', 'OPTION_DOES_NOT_EXIST'] };
  }
  const name = update.option.name?.trim() ?? option.name;
  if (name === '') return { refused: [['option', 'name'], 'The name provided is not valid.', 'INVALID_NAME'] };
  if (options.some((other) => other !== option && other.name === name)) {
    return { refused: [['option'], `Option '${name}' already exists.`, 'OPTION_ALREADY_EXISTS'] };
  }
  const values = valuesAfter(product, option, index, update);
  if ('refused' in values) return values;
  const changed = options.map((other) => (other === option ? { ...option, name, values } : other));
  return { options: changed, variants: variantsAfter(state, product, { option, index, values, update }) };
}

type Refused = Extract<Changed, { readonly refused: unknown }>;

function valuesAfter(product: Product, option: ShopOption, index: number, update: Update): ShopOptionValue[] | Refused {
  const refuse = (field: string, message: string, code: string): Refused => ({ refused: [[field], message, code] });
  const idsOf = (gids: readonly string[]) => gids.map((gid) => idOfType('ProductOptionValue', gid));
  const gone = idsOf(update.optionValuesToDelete ?? []);
  const renamed = new Map(
    (update.optionValuesToUpdate ?? []).map(({ id, name }) => [idOfType('ProductOptionValue', id), name?.trim()]),
  );
  const isStrange = (id: number | undefined) => !option.values.some((value) => value.id === id);
  if (gone.some(isStrange)) {
    return refuse('optionValuesToDelete', 'Option value does not exist.', 'OPTION_VALUE_DOES_NOT_EXIST');
  }
  if ([...renamed.keys()].some(isStrange)) {
    return refuse('optionValuesToUpdate', 'Option value does not exist.', 'OPTION_VALUE_DOES_NOT_EXIST');
  }
  const isUsed = (value: ShopOptionValue) => gone.includes(value.id) && hasVariants(product, index, value.name);
  if (update.variantStrategy !== 'MANAGE' && option.values.some(isUsed)) {
    const message = 'Option value with variants linked cannot be deleted.';
    return refuse('optionValuesToDelete', message, 'OPTION_VALUE_HAS_VARIANTS');
  }
  const values: ShopOptionValue[] = option.values
    .filter(({ id }) => !gone.includes(id))
    .map((value) => ({ ...value, name: renamed.get(value.id) ?? value.name }));
  for (const { name } of update.optionValuesToAdd ?? []) {
    values.push({ id: nextValueId(option.id, [...option.values, ...values]), name: name?.trim() ?? '' });
  }
  const names = values.map(({ name }) => name);
  if (new Set(names).size < names.length) {
    return refuse('optionValuesToAdd', 'Option value already exists.', 'OPTION_VALUE_ALREADY_EXISTS');
  }
  if (!option.values.some(({ id, name }) => !gone.includes(id) && hasVariants(product, index, name))) {
    const message = 'Deleting all option values of an option is not allowed.';
    return refuse('optionValuesToDelete', message, 'CANNOT_DELETE_ALL_OPTION_VALUES_IN_OPTION');
  }
  return values;
}

interface After {
  readonly option: ShopOption;
  readonly index: number;
  readonly values: readonly ShopOptionValue[];
  readonly update: Update;
}

function variantsAfter(state: ShopState, product: Product, { option, index, values, update }: After): Variant[] {
  const isKept = (variant: Variant) => newName(variant) !== undefined;
  const newName = ({ optionValues }: Variant) => {
    const before = option.values.find(({ name }) => name === optionValues[index]);
    return values.find(({ id }) => id === before?.id)?.name;
  };
  const at = ({ optionValues }: Variant, name: string) => optionValues.with(index, name);
  const kept = product.variants
    .filter(isKept)
    .map((variant) => ({ ...variant, optionValues: at(variant, newName(variant)!) }));
  if (update.variantStrategy !== 'MANAGE') return kept;
  const combinations = new Map(kept.map((variant) => [JSON.stringify(at(variant, '')), variant]));
  const added = (update.optionValuesToAdd ?? []).flatMap(({ name }) =>
    [...combinations.values()].map((variant) => copyOf(state, variant, at(variant, name?.trim() ?? ''))),
  );
  return [...kept, ...added];
}
