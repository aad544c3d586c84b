import type { Address, Location, Shop } from './records.ts';

const place = (line1: string, city: string, postcode: string, province: string, provinceCode: string): Address => ({
  firstName: '',
  lastName: '',
  company: 'Larkmoor Tea Ltd',
  line1,
  line2: undefined,
  city,
  province,
  provinceCode,
  postcode,
  country: 'Ireland',
  countryCode: 'IE',
  phone: '+353 21 555 0142',
});

const openedAtMs = Date.UTC(2019, 2, 4, 9);

/** An online shop for loose leaf tea, run from County Cork. It does not exist; its host name cannot (RFC 2606). */
export const larkmoor: Shop = {
  name: 'Larkmoor Tea',
  slug: 'larkmoor-tea',
  host: 'www.larkmoor-tea.example',
  email: 'hello@larkmoor-tea.example',
  description: 'Loose leaf tea and the things to make it with, packed by hand in County Cork.',
  currency: 'EUR',
  timeZone: 'Europe/Dublin',
  address: place('Unit 7, Old Butter Works', 'Cork', 'T23 A9C4', 'Cork', 'CO'),
  openedAtMs,
};

/** The warehouse, which sends the parcels, and two tea rooms. */
export const larkmoorLocations: readonly Location[] = [
  { id: 1, name: 'Cork Warehouse', address: larkmoor.address, fulfillsOnlineOrders: true, createdAtMs: openedAtMs },
  {
    id: 2,
    name: 'Dublin Tea Room',
    address: place('14 Drury Arcade', 'Dublin', 'D02 K5F8', 'Dublin', 'D'),
    fulfillsOnlineOrders: true,
    createdAtMs: Date.UTC(2021, 4, 17, 9),
  },
  {
    id: 3,
    name: 'Galway Tea Room',
    address: place('3 Spanish Walk', 'Galway', 'H91 R2W6', 'Galway', 'G'),
    fulfillsOnlineOrders: false,
    createdAtMs: Date.UTC(2023, 9, 2, 9),
  },
];
