/** Given names by language; invented pairings with the family names below, nobody in particular. */
export const givenNames: Readonly<Record<string, readonly string[]>> = {
  en: 'Aoife Ciara Niamh Orla Sinead Maeve Grainne Roisin Conor Declan Eoin Fionn Cathal Ronan Padraig Darragh Hannah Imogen Beth Freya Tessa Martha Callum Rory Hugh Owen Miles Toby Ivy Nora'.split(
    ' ',
  ),
  de: 'Anke Birte Carla Dörte Frieda Greta Heike Jana Katrin Lena Malte Niklas Ole Paul Sören Timo Uwe Veit Wiebke Yannik'.split(
    ' ',
  ),
  fr: 'Amélie Bastien Camille Delphine Élodie Fabien Gaëlle Hugo Inès Julien Léa Manon Noé Océane Perrine Quentin Rémi Solène Théo Zoé'.split(
    ' ',
  ),
  nl: 'Anouk Bram Carlijn Daan Eline Fenna Guus Hanneke Ilse Joost Koen Lotte Maartje Niels Pien Roos Sanne Teun Wies Jelle'.split(
    ' ',
  ),
  es: 'Alba Bruno Clara Diego Elena Gonzalo Irene Javier Lucía Marcos Nerea Pablo Rocío Sergio Teresa'.split(' '),
};

export const familyNames: Readonly<Record<string, readonly string[]>> = {
  en: 'Brannigan Cawley Devane Fallon Garvey Hanlon Keaveney Lally Mannion Nolan Prendergast Quirke Rafter Scully Tierney Ashdown Birchall Copsey Dunstall Elmhirst Fairclough Greenhalgh Hebden Inskip Kettlewell Ludlam Marwood Netherby Oakshott Pickersgill Rushworth Satterfield Thackray Uppington Wetherall'.split(
    ' ',
  ),
  de: 'Ahrens Brinkmann Claasen Detlefsen Eggers Feddersen Gerdes Harms Ihlenfeld Jessen Kröger Lührs Mohrmann Nissen Petersen Rieck Steffens Thomsen Wulff Ziegler'.split(
    ' ',
  ),
  fr: 'Aubry Beaulieu Carlier Delorme Esnault Fontaine Guérin Hamelin Jourdan Lacombe Mercier Nicot Perrault Rivoire Sauvage Tessier Vallet Weiss'.split(
    ' ',
  ),
  nl: 'Aalders Bakker Claassen Dijkhuis Everts Faber Geerts Hofstra Iping Jansma Kuipers Lubbers Meijer Noorman Postma Rietveld Smeets Terpstra Verhoef Wiersma'.split(
    ' ',
  ),
  es: 'Aguado Barrera Cordero Delgado Esteban Ferrer Gallardo Herrero Izquierdo Lozano Montero Olmedo Pardo Robles Salinas'.split(
    ' ',
  ),
};

/** A place that parcels go to: how often, country, language, cities with postcode and province, and streets. */
export interface Region {
  readonly share: number;
  readonly country: string;
  readonly code: string;
  readonly language: string;
  readonly dialling: string;
  readonly cities: readonly (readonly [city: string, postcode: string, province?: string, provinceCode?: string])[];
  readonly streets: readonly string[];
}

// biome-ignore format: a table is read in columns
export const regions: readonly Region[] = [
  { share: 46, country: 'Ireland', code: 'IE', language: 'en', dialling: '+353',
    cities: [['Cork', 'T12 X4K2', 'Cork', 'CO'], ['Dublin', 'D08 Y2R7', 'Dublin', 'D'], ['Galway', 'H91 C3P6', 'Galway', 'G'],
      ['Limerick', 'V94 W8E1', 'Limerick', 'LK'], ['Kilkenny', 'R95 N5T3', 'Kilkenny', 'KK'], ['Sligo', 'F91 K7D4', 'Sligo', 'SO']],
    streets: ['Sundays Well Terrace', 'Harbour View', 'Mill Lane', 'Abbey Court', 'Church Hill', 'Strand Road', 'Fairgreen'] },
  { share: 22, country: 'United Kingdom', code: 'GB', language: 'en', dialling: '+44',
    cities: [['Bristol', 'BS6 5QA', 'England', 'ENG'], ['Leeds', 'LS7 3NB', 'England', 'ENG'], ['Edinburgh', 'EH9 1JU', 'Scotland', 'SCT'],
      ['Belfast', 'BT9 6GW', 'Northern Ireland', 'NIR'], ['Cardiff', 'CF11 9HA', 'Wales', 'WLS']],
    streets: ['Cotham Brow', 'Chapel Row', 'Station Approach', 'Meadow Rise', 'Weavers Yard'] },
  { share: 13, country: 'Germany', code: 'DE', language: 'de', dialling: '+49',
    cities: [['Hamburg', '22765'], ['Bremen', '28203'], ['Leipzig', '04109'], ['Freiburg', '79098']],
    streets: ['Lindenallee', 'Am Deich', 'Gartenstraße', 'Mühlenweg'] },
  { share: 8, country: 'Netherlands', code: 'NL', language: 'nl', dialling: '+31',
    cities: [['Utrecht', '3512 JE'], ['Groningen', '9712 HW'], ['Haarlem', '2011 RC']],
    streets: ['Oudegracht', 'Kerkstraat', 'Wilgenlaan'] },
  { share: 7, country: 'France', code: 'FR', language: 'fr', dialling: '+33',
    cities: [['Nantes', '44000'], ['Lyon', '69004'], ['Rennes', '35000']],
    streets: ['rue des Tilleuls', 'quai du Canal', 'allée des Cerisiers'] },
  { share: 4, country: 'Spain', code: 'ES', language: 'es', dialling: '+34',
    cities: [['Valencia', '46003', 'Valencia', 'V'], ['Bilbao', '48005', 'Vizcaya', 'BI']],
    streets: ['calle del Olmo', 'avenida del Puerto'] },
];
