/** What a built-in role may do. */
interface RoleRow {
  /** Permission patterns; `*` stands for one part. Connectors' permissions have three parts, the platform's own two. */
  readonly allows: readonly string[];
  readonly denies: readonly string[];
  readonly showsPersonalData: boolean;
  readonly means: string;
}

/** The four built-in roles, from the least to the most. */
// biome-ignore format: a table is read in columns
export const ROLES = {
  viewer:   { allows: ['*.*.read'],                             denies: ['*.orders.read', '*.draft-orders.read', '*.fulfillments.read', '*.checkouts.read', '*.customers.read', '*.messages.read'], showsPersonalData: false, means: 'Reads what is not about single people: catalogue, stock, search and traffic figures.' },
  analyst:  { allows: ['*.*.read'],                             denies: [], showsPersonalData: false, means: 'Reads everything, with what identifies a person masked.' },
  operator: { allows: ['*.*.*', 'health.read'],                 denies: [], showsPersonalData: true,  means: 'Reads and writes everything that connectors offer.' },
  admin:    { allows: ['*.*.*', '*.*'],                         denies: [], showsPersonalData: true,  means: 'Everything, with keys, metrics and the audit trail.' },
} as const satisfies Record<string, RoleRow>;

export type RoleName = keyof typeof ROLES;
export const ROLE_NAMES = Object.keys(ROLES) as [RoleName, ...RoleName[]];
