/** One article of the shop's journal: handle, title, searches a day, mean position, what people ask, months of high season (1–12). */
export type ArticleRow = readonly [
  handle: string,
  title: string,
  searchesPerDay: number,
  position: number,
  queries: string,
  months: string,
];

// biome-ignore format: a table is read in columns
export const articleRows: readonly ArticleRow[] = [
  ['how-to-brew-gyokuro',            'How to brew gyokuro',                        46,  3.4, 'how to brew gyokuro|gyokuro temperature|gyokuro brewing time',              ''],
  ['matcha-without-lumps',           'Matcha without lumps',                       72,  6.8, 'how to make matcha without lumps|matcha lumpy|how to whisk matcha|matcha latte at home', ''],
  ['what-is-irish-breakfast-tea',    'What is Irish breakfast tea?',               95,  5.6, 'irish breakfast tea|what is irish breakfast tea|irish breakfast vs english breakfast tea', ''],
  ['cold-brew-tea-guide',            'Cold brew tea, step by step',                80,  7.9, 'cold brew tea|how to cold brew tea|cold brew sencha|iced tea recipe loose leaf',     '5,6,7,8'],
  ['tea-caffeine-chart',             'How much caffeine is in tea',                88,  9.4, 'caffeine in tea|caffeine in green tea vs black tea|does rooibos have caffeine|low caffeine tea', ''],
  ['earl-grey-explained',            'Earl Grey, explained',                       54,  8.3, 'earl grey tea|what is in earl grey|bergamot tea',                           ''],
  ['storing-loose-leaf-tea',         'How to store loose leaf tea',                34,  4.2, 'how to store loose leaf tea|does tea expire|tea storage',                   ''],
  ['pu-erh-for-beginners',           'Pu-erh for beginners',                       40, 11.6, 'pu erh tea|ripe vs raw pu erh|how to brew pu erh',                          ''],
  ['best-tea-for-sleep',             'Which tea helps you sleep?',                 62, 13.1, 'best tea for sleep|sleep tea|chamomile tea before bed',                     '1,2,10,11,12'],
  ['gaiwan-guide',                   'Brewing in a gaiwan',                        28,  5.1, 'how to use a gaiwan|gaiwan brewing',                                        ''],
  ['tea-gift-ideas',                 'Tea gifts for every budget',                 58,  9.7, 'tea gift ideas|tea gift set ireland|gifts for tea lovers|tea advent calendar', '11,12'],
  ['second-flush-darjeeling-2024',   'The second flush of 2024',                    9, 14.8, 'second flush darjeeling 2024|darjeeling harvest',                           ''],
  ['descaling-a-kettle',             'Descaling a kettle gently',                  36, 10.2, 'how to descale a kettle|descale kettle vinegar|gooseneck kettle limescale', ''],
  ['rooibos-or-honeybush',           'Rooibos or honeybush?',                      18,  6.3, 'rooibos vs honeybush|what is honeybush',                                    ''],
];

/** Searches for the shop by its name: query, searches a day, position, path. */
// biome-ignore format: a table is read in columns
export const brandRows: readonly (readonly [query: string, searchesPerDay: number, position: number, path: string])[] = [
  ['larkmoor tea',             26, 1.0, '/'],
  ['larkmoor',                 14, 1.6, '/'],
  ['larkmore tea',              3, 1.3, '/'],
  ['larkmoor tea cork',         4, 1.1, '/'],
  ['larkmoor discount code',    3, 2.4, '/'],
  ['larkmoor tea rooms',        6, 1.2, '/pages/tea-rooms'],
  ['larkmoor dublin',           4, 1.4, '/pages/tea-rooms'],
  ['larkmoor gift card',        2, 1.2, '/products/larkmoor-gift-card'],
  ['larkmoor delivery',         2, 1.3, '/policies/shipping-policy'],
  ['larkmoor returns',          1, 1.2, '/policies/refund-policy'],
  ['larkmoor breakfast tea',    5, 1.2, '/products/larkmoor-breakfast'],
  ['loose leaf tea ireland',   31, 7.2, '/'],
  ['irish tea company',        12, 9.1, '/'],
  ['tea shop cork',             9, 4.4, '/pages/tea-rooms'],
];

/** Searches in other languages: query, searches a day, position, path, country. */
// biome-ignore format: a table is read in columns
export const foreignRows: readonly (readonly [query: string, searchesPerDay: number, position: number, path: string, country: string])[] = [
  ['irischer tee',              8,  8.6, '/',                        'DEU'],
  ['loser tee aus irland',      3,  5.2, '/',                        'DEU'],
  ['grüner tee sencha kaufen',  6, 18.4, '/collections/green-tea',   'DEU'],
  ['ierse thee kopen',          5,  6.9, '/',                        'NLD'],
  ['losse thee online',         4, 21.7, '/',                        'NLD'],
  ['thé irlandais en vrac',     4,  7.7, '/',                        'FRA'],
  ['théière en fonte',          5, 26.3, '/collections/teapots',     'FRA'],
  ['té irlandés',               3,  8.8, '/',                        'ESP'],
];
