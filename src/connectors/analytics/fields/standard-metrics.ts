import type { Field } from './field.ts';

/** What a metric counts in; decides how its text becomes a number and what is told of it. */
export type MetricType = 'integer' | 'float' | 'seconds' | 'milliseconds' | 'currency';

/** A metric that each property has. */
export interface StandardMetric extends Field {
  readonly type: MetricType;
}

/** By category: name, type, label. Names of the API as of November 2026. */
const BY_CATEGORY: Readonly<Record<string, string>> = {
  Advertising: `
    advertiserAdClicks integer Ads clicks
    advertiserAdCost currency Ads cost
    advertiserAdCostPerClick currency Ads cost per click
    advertiserAdCostPerKeyEvent currency Cost per key event
    advertiserAdImpressions integer Ads impressions
    returnOnAdSpend float Return on ad spend`,
  Cohort: `
    cohortActiveUsers integer Cohort active users
    cohortTotalUsers integer Cohort total users`,
  Ecommerce: `
    addToCarts integer Add to carts
    cartToViewRate float Cart-to-view rate
    checkouts integer Checkouts
    ecommercePurchases integer Ecommerce purchases
    firstTimePurchaserRate float First time purchaser rate
    firstTimePurchasers integer First time purchasers
    firstTimePurchasersPerNewUser float First-time purchasers per new user
    grossItemRevenue currency Gross item revenue
    grossPurchaseRevenue currency Gross purchase revenue
    itemDiscountAmount currency Item discount amount
    itemListClickEvents integer Item-list click events
    itemListClickThroughRate float Item list click through rate
    itemListViewEvents integer Item-list view events
    itemPromotionClickThroughRate float Item promotion click through rate
    itemRefundAmount currency Item refund amount
    itemRevenue currency Item revenue
    itemViewEvents integer Item view events
    itemsAddedToCart integer Items added to cart
    itemsCheckedOut integer Items checked out
    itemsClickedInList integer Items clicked in list
    itemsClickedInPromotion integer Items clicked in promotion
    itemsPurchased integer Items purchased
    itemsViewed integer Items viewed
    itemsViewedInList integer Items viewed in list
    itemsViewedInPromotion integer Items viewed in promotion
    promotionClicks integer Promotion clicks
    promotionViews integer Promotion views
    purchaseToViewRate float Purchase-to-view rate
    purchaserRate float Purchaser rate
    refundAmount currency Refund amount
    shippingAmount currency Shipping amount
    taxAmount currency Tax amount
    totalPurchasers integer Total purchasers
    transactions integer Transactions
    transactionsPerPurchaser float Transactions per purchaser`,
  Event: `
    eventCount integer Event count
    eventCountPerUser float Event count per user
    eventValue float Event value
    keyEvents float Key events
    scrolledUsers integer Scrolled users`,
  'Page / screen': `
    screenPageViews integer Views
    screenPageViewsPerSession float Views per session
    screenPageViewsPerUser float Views per user`,
  Publisher: `
    adUnitExposure milliseconds Ad unit exposure
    publisherAdClicks integer Publisher ad clicks
    publisherAdImpressions integer Publisher ad impressions`,
  Revenue: `
    averagePurchaseRevenue currency Average purchase revenue
    averagePurchaseRevenuePerPayingUser currency Average purchase revenue per paying user
    averagePurchaseRevenuePerUser currency Average purchase revenue per user
    averageRevenuePerUser currency Average revenue per user
    purchaseRevenue currency Purchase revenue
    totalAdRevenue currency Total ad revenue
    totalRevenue currency Total revenue`,
  'Search Console': `
    organicGoogleSearchAveragePosition float Organic Google Search average position
    organicGoogleSearchClickThroughRate float Organic Google Search click through rate
    organicGoogleSearchClicks integer Organic Google Search clicks
    organicGoogleSearchImpressions integer Organic Google Search impressions`,
  Session: `
    averageSessionDuration seconds Average session duration
    bounceRate float Bounce rate
    engagedSessions integer Engaged sessions
    engagementRate float Engagement rate
    eventsPerSession float Events per session
    sessionKeyEventRate float Session key event rate
    sessions integer Sessions
    sessionsPerUser float Sessions per user`,
  User: `
    active1DayUsers integer 1-day active users
    active28DayUsers integer 28-day active users
    active7DayUsers integer 7-day active users
    activeUsers integer Active users
    crashAffectedUsers integer Crash-affected users
    crashFreeUsersRate float Crash-free users rate
    dauPerMau float DAU / MAU
    dauPerWau float DAU / WAU
    newUsers integer New users
    totalUsers integer Total users
    userEngagementDuration seconds User engagement
    userKeyEventRate float User key event rate
    wauPerMau float WAU / MAU`,
};

/** Every metric that each property has. */
export const STANDARD_METRICS: readonly StandardMetric[] = Object.entries(BY_CATEGORY).flatMap(([category, lines]) =>
  lines
    .trim()
    .split('\n')
    .map((line): StandardMetric => {
      const [name = '', type = '', ...label] = line.trim().split(' ');
      return { name, kind: 'metric', type: type as MetricType, label: label.join(' '), category };
    }),
);
