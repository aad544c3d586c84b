/** Tables whose columns hold figures and names of goods and pages. */
export const TABLES = ['sales', 'sessions', 'inventory', 'payments', 'web_performance'] as const;

/** Columns that name or single out a person: answers of reports are not masked, so these are never asked for. */
const PERSONAL =
  /\b(?:customer_(?!type\b|cohort\w*\b)\w+|\w*(?:email|phone|first_name|last_name|full_name|address|ip|user_agent|session_id|visitor_id)\w*|order_(?:id|name|note)\w*|staff_\w+|billing_(?:name|zip|postal_code|city)\w*|shipping_(?:name|zip|postal_code|city)\w*)\b/i;

/** Says what is wrong with a query that somebody wrote, `undefined` when it may be sent. */
export function checkReport(query: string): string | undefined {
  const withoutTexts = query.replace(/'[^']*'|"[^"]*"/g, "''");
  if (/['"]/.test(withoutTexts.replaceAll("''", ''))) return 'Close every quotation mark.';
  if (/;|--|\/\*|`/.test(withoutTexts)) return 'Write one query without semicolons and comments.';
  const from = /^\s*FROM\s+([a-z_,\s]+?)\s+(?:SHOW|VISUALIZE)\b/i.exec(withoutTexts)?.[1];
  if (from === undefined) return 'Begin with FROM, a table, and SHOW.';
  const strange = from.split(',').find((table) => !TABLES.some((known) => known === table.trim().toLowerCase()));
  if (strange !== undefined) return `Take figures from ${TABLES.join(', ')} alone.`;
  const personal = PERSONAL.exec(withoutTexts)?.[0];
  return personal === undefined ? undefined : `Leave out ${personal}: reports do not single out people.`;
}
