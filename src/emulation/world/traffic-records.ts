/** The words of what an analytics tag saw of the shop's visitors. No vendor's own words. */

export type TrafficMedium = 'organic' | 'cpc' | 'email' | 'social' | 'referral' | 'none';
export type VisitorDevice = 'desktop' | 'mobile' | 'tablet';

/** One visit to the online shop by somebody who lets it be measured. */
export interface Session {
  /** Unique among all sessions. */
  readonly id: string;
  /** Whose visit; the same for every visit of one browser. */
  readonly userId: string;
  /** The first visit of this user. */
  readonly isNew: boolean;
  readonly atMs: number;
  /** `google`, `newsletter`, `direct`. */
  readonly source: string;
  readonly medium: TrafficMedium;
  readonly campaign: string | undefined;
  /** Address of the page it came from. */
  readonly referrer: string | undefined;
  /** Path of the page that was entered, with its query string. */
  readonly landingPath: string;
  readonly device: VisitorDevice;
  readonly browser: string;
  readonly system: string;
  /** ISO 3166-1 alpha-3. */
  readonly country: string;
  readonly city: string;
  /** Language and country: `en-ie`. */
  readonly language: string;
  /** In order of time. */
  readonly events: readonly TrackedEvent[];
}

export type TrackedEventName =
  | 'session_start'
  | 'first_visit'
  | 'page_view'
  | 'user_engagement'
  | 'scroll'
  | 'view_item'
  | 'add_to_cart'
  | 'begin_checkout'
  | 'purchase'
  | 'sign_up';

/** Something that happened on a page. */
export interface TrackedEvent {
  readonly name: TrackedEventName;
  readonly atMs: number;
  /** Path of the page, without a query string. */
  readonly path: string;
  /** `user_engagement`: how long the page was looked at. */
  readonly engagedMs?: number;
  readonly items?: readonly TrackedItem[];
  /** `purchase`: the number of the order, and what was paid, in cents. */
  readonly orderNumber?: number;
  readonly valueCents?: number;
  readonly shippingCents?: number;
  readonly taxCents?: number;
}

export interface TrackedItem {
  readonly productId: number;
  readonly variantId: number;
  readonly quantity: number;
  /** Of one piece, after discounts. */
  readonly priceCents: number;
}
