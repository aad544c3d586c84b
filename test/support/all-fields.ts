import {
  buildSchema,
  type GraphQLObjectType,
  getNamedType,
  isLeafType,
  isObjectType,
  isRequiredArgument,
} from 'graphql';
import { adminSchema } from '../../src/connectors/shopify/emulator/admin-schema.ts';

const firstId = '8100000000001';
const required: Readonly<Record<string, string>> = {
  names: '["available", "committed", "incoming", "on_hand"]',
  locationId: `"gid://shopify/Location/${firstId}"`,
  publicationId: `"gid://shopify/Publication/${firstId}"`,
  id: `"gid://shopify/Product/${firstId}"`,
  key: '"brewing_minutes"',
  inventoryItemId: `"gid://shopify/InventoryItem/${firstId}"`,
};
const roots: Readonly<Record<string, string>> = {
  shop: 'shop',
  products: 'products(first: 3)',
  orders: 'orders(first: 3, query: "financial_status:refunded")',
  customers: 'customers(first: 2)',
  locations: 'locations(first: 2)',
  inventoryItems: 'inventoryItems(first: 2)',
  productVariants: 'productVariants(first: 2)',
  collections: 'collections(first: 2)',
  publications: 'publications(first: 2)',
  pages: 'pages(first: 2)',
  articles: 'articles(first: 2)',
  blogs: 'blogs(first: 2)',
  urlRedirects: 'urlRedirects(first: 2)',
  themes: 'themes(first: 2)',
  files: 'files(first: 2)',
  metaobjects: 'metaobjects(first: 2, type: "tea_garden")',
  metaobjectDefinitions: 'metaobjectDefinitions(first: 2)',
  currentAppInstallation: 'currentAppInstallation',
  publicApiVersions: 'publicApiVersions',
};

/** One query for each root of the emulated schema, with every field that lies within three objects of it. */
export function allFieldsQueries(): string[] {
  const schema = buildSchema(adminSchema);
  const query = schema.getQueryType()!;
  return Object.entries(roots).map(([name, call]) => {
    const type = getNamedType(query.getFields()[name]!.type) as GraphQLObjectType;
    return `{ ${call} { ${select(type, type.name.endsWith('Connection') ? 4 : 3)} } }`;
  });
}

function select(type: GraphQLObjectType, depth: number): string {
  const parts = Object.values(type.getFields()).flatMap((field) => {
    const below = getNamedType(field.type);
    const args = field.args.filter(isRequiredArgument).map((arg) => `${arg.name}: ${required[arg.name]}`);
    if (below.name.endsWith('Connection')) args.push('first: 1');
    const call = args.length > 0 ? `${field.name}(${args.join(', ')})` : field.name;
    if (isLeafType(below)) return [call];
    if (!isObjectType(below)) return [`${call} { __typename id }`];
    return depth > 0 ? [`${call} { ${select(below, depth - 1)} }`] : [];
  });
  return ['__typename', ...parts].join(' ');
}
