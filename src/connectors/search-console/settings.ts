import { googleSettings } from '../google/settings.ts';

/** Settings of this connector begin with it. */
export const PREFIX = 'GSC_';

/** The settings of the connection `default`. */
export const SEARCH_CONSOLE_SETTINGS = googleSettings(PREFIX, 'Google Search Console');
