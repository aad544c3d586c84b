/**
 * What somebody may do, in the form that calls are checked against. One object per distinct grant, shared by all
 * principals that hold it, so that what is computed per grant is computed once.
 */
export interface Grant {
  /** Stable name of the grant, equal for equal grants: a cache key. */
  readonly id: string;
  readonly role: string;
  /** Whether the permission `shopify.orders.read`, say, is held. */
  permits(permission: string): boolean;
  /** Whether the grant is limited to some tools by their names. */
  readonly choosesTools: boolean;
  /** Whether the tool's name is among those the grant is limited to. */
  allowsTool(tool: string): boolean;
  /** Whether the connection, as `shopify/default`, is among those the grant is limited to. */
  allowsConnection(connection: string): boolean;
  /** Whether fields that identify a person are shown; otherwise they are masked. */
  readonly showsPersonalData: boolean;
}

/** Who calls, after authentication. */
export interface Principal {
  /** Stable id: of the API key, or `local` for the operator on this machine. */
  readonly id: string;
  /** What the operator called it. */
  readonly name: string;
  readonly kind: 'api-key' | 'local';
  readonly grant: Grant;
}
