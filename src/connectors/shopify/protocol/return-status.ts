import { z } from 'zod';
import { PlatformError } from '../../../kernel/errors.ts';
import { RETURN_BRIEF, RETURN_LINES, ShopifyReturn } from '../shapes/return.ts';
import { toWord } from '../shapes/words.ts';
import { defineMutation, defineQuery, type Mutation } from './document.ts';
import { noSuch } from './no-such.ts';
import type { ShopifyUpstream } from './upstream.ts';
import { refuseUserErrors, UserErrors, unconfirmed } from './user-errors.ts';

/** What every mutation of a return answers. */
export const RETURN_PAYLOAD = `{ return { ${RETURN_BRIEF} ${RETURN_LINES} } userErrors { field message code } }`;

export const ShopifyReturnPayload = z.object({
  payload: z.object({ return: ShopifyReturn.nullable(), userErrors: UserErrors }),
});

type Return = z.output<typeof ShopifyReturn>;

export const returnBeforeQuery = defineQuery(
  `query ReturnBefore($id: ID!) { return(id: $id) { ${RETURN_BRIEF} ${RETURN_LINES} } }`,
  z.object({ return: ShopifyReturn.nullable() }),
);

export const approveReturnMutation = defineMutation(
  `mutation ApproveReturn($input: ReturnApproveRequestInput!) {
    payload: returnApproveRequest(input: $input) ${RETURN_PAYLOAD}
  }`,
  ShopifyReturnPayload,
);

export const declineReturnMutation = defineMutation(
  `mutation DeclineReturn($input: ReturnDeclineRequestInput!) {
    payload: returnDeclineRequest(input: $input) ${RETURN_PAYLOAD}
  }`,
  ShopifyReturnPayload,
);

export const closeReturnMutation = defineMutation(
  `mutation CloseReturn($id: ID!) { payload: returnClose(id: $id) ${RETURN_PAYLOAD} }`,
  ShopifyReturnPayload,
);

export const cancelReturnMutation = defineMutation(
  `mutation CancelReturn($id: ID!) { payload: returnCancel(id: $id) ${RETURN_PAYLOAD} }`,
  ShopifyReturnPayload,
);

export const reopenReturnMutation = defineMutation(
  `mutation ReopenReturn($id: ID!) { payload: returnReopen(id: $id) ${RETURN_PAYLOAD} }`,
  ShopifyReturnPayload,
);

/** What a request that is decided says to the customer. */
export interface Decision {
  readonly declineReason?: string | undefined;
  readonly declineNote?: string | undefined;
  readonly notifyCustomer: boolean;
}

interface Step {
  readonly mutation: Mutation<z.output<typeof ShopifyReturnPayload>>;
  variables(id: string, decision: Decision): Readonly<Record<string, unknown>>;
}

const byId = (id: string) => ({ id });
const approve: Step = {
  mutation: approveReturnMutation,
  variables: (id, { notifyCustomer }) => ({ input: { id, notifyCustomer } }),
};
const decline: Step = {
  mutation: declineReturnMutation,
  variables: (id, decision) => ({ input: { id, ...decision, declineReason: decision.declineReason?.toUpperCase() } }),
};

/** What leads from one status to another; there are no other ways. */
const STEPS: Readonly<Record<string, Step>> = {
  'requested open': approve,
  'requested declined': decline,
  'open closed': { mutation: closeReturnMutation, variables: byId },
  'open canceled': { mutation: cancelReturnMutation, variables: byId },
  'closed open': { mutation: reopenReturnMutation, variables: byId },
};

/** Brings a return to a status, unless it has it. Throws `upstream_rejected` where no way leads there. */
export async function bringReturnTo(
  id: string,
  status: string,
  decision: Decision,
  upstream: ShopifyUpstream,
): Promise<{ readonly row: Return; readonly changed: boolean }> {
  const before = (await upstream.query(returnBeforeQuery, { id })).data.return;
  if (before === null) throw noSuch('return');
  const from = toWord(before.status);
  if (from === status) return { row: before, changed: false };
  const step = STEPS[`${from} ${status}`];
  if (step === undefined) {
    const message = `The return is ${from}, from which it cannot become ${status}.`;
    throw new PlatformError('upstream_rejected', message, { sent: 'no' });
  }
  if (decision.notifyCustomer && from !== 'requested') {
    throw new PlatformError('upstream_rejected', 'Shopify mails the decision on a request alone.', { sent: 'no' });
  }
  const { payload } = (await upstream.mutate(step.mutation, step.variables(id, decision))).data;
  refuseUserErrors(payload.userErrors);
  if (payload.return === null) throw unconfirmed();
  return { row: payload.return, changed: true };
}
