import type { MessageShape } from '../../google/emulator/request-shape.ts';
import type { KeyEvent, PropertyState } from './property-state.ts';
import { Refusal } from './requests.ts';

const METHODS = ['COUNTING_METHOD_UNSPECIFIED', 'ONCE_PER_EVENT', 'ONCE_PER_SESSION'];
const MOST = 30;

/** The body of a key event. */
export const KEY_EVENT_SHAPE: MessageShape = {
  name: 'string',
  eventName: 'string',
  createTime: 'string',
  deletable: 'boolean',
  custom: 'boolean',
  countingMethod: { enum: 'KeyEvent.CountingMethod', values: METHODS },
  defaultValue: { message: { numericValue: 'double', currencyCode: 'string' } },
};

interface Body {
  readonly eventName?: string;
  readonly countingMethod?: string;
  readonly defaultValue?: { readonly numericValue?: number; readonly currencyCode?: string };
}

/** Gives a key event as the Admin API writes it. */
export function viewOfKeyEvent(property: string, { id, ...event }: KeyEvent) {
  return { name: `properties/${property}/keyEvents/${id}`, ...event };
}

/** Adds a key event, refusing what the Admin API refuses. */
export function createKeyEvent(state: PropertyState, body: Body, nowMs: number): KeyEvent {
  const { eventName = '', countingMethod = '' } = body;
  if (!/^[A-Za-z][A-Za-z0-9_]{0,39}$/.test(eventName)) throw new Refusal('Invalid value for field event_name.');
  if (countingMethod === '' || countingMethod.endsWith('UNSPECIFIED'))
    throw new Refusal('The field counting_method is required.');
  if (state.keyEvents.some((event) => event.eventName === eventName)) {
    throw new Refusal(`A key event with event name ${eventName} already exists.`, 409, 'ALREADY_EXISTS');
  }
  if (state.keyEvents.length >= MOST)
    throw new Refusal(`The maximum number of key events is ${MOST}.`, 400, 'FAILED_PRECONDITION');
  const made: KeyEvent = {
    id: state.nextId(),
    eventName,
    createTime: new Date(nowMs).toISOString(),
    countingMethod,
    deletable: true,
    custom: true,
    ...valueFor(body),
  };
  state.keyEvents.push(made);
  state.note(nowMs, 'CREATED', `keyEvents/${made.id}`);
  return made;
}

/** Changes what the mask names. */
export function patchKeyEvent(
  state: PropertyState,
  found: KeyEvent,
  body: Body,
  mask: readonly string[],
  nowMs: number,
): KeyEvent {
  const fixed = mask.find((name) => name !== 'countingMethod' && name !== 'defaultValue');
  if (fixed !== undefined) throw new Refusal(`Field ${fixed} cannot be updated.`);
  const changed: KeyEvent = {
    ...found,
    ...(mask.includes('countingMethod') && { countingMethod: body.countingMethod ?? '' }),
    ...(mask.includes('defaultValue') && valueFor(body)),
  };
  state.keyEvents = state.keyEvents.map((event) => (event === found ? changed : event));
  state.note(nowMs, 'UPDATED', `keyEvents/${found.id}`);
  return changed;
}

/** Takes a key event away. */
export function deleteKeyEvent(state: PropertyState, found: KeyEvent, nowMs: number): void {
  if (!found.deletable) throw new Refusal('This key event cannot be deleted.', 400, 'FAILED_PRECONDITION');
  state.keyEvents = state.keyEvents.filter((event) => event !== found);
  state.note(nowMs, 'DELETED', `keyEvents/${found.id}`);
}

function valueFor({ defaultValue }: Body): Pick<KeyEvent, 'defaultValue'> {
  if (defaultValue === undefined) return {};
  const { numericValue = 0, currencyCode = '' } = defaultValue;
  if (!/^[A-Z]{3}$/.test(currencyCode)) throw new Refusal('Invalid value for field default_value.currency_code.');
  return { defaultValue: { numericValue, currencyCode } };
}
