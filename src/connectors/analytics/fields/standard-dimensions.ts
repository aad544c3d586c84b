import { AD_DIMENSIONS } from './ad-dimensions.ts';
import type { Field } from './field.ts';

/** By category, a name and its label a line; names of the API as of November 2026 (https://developers.google.com/analytics/devguides/reporting/data/v1/api-schema). */
const BY_CATEGORY: Readonly<Record<string, string>> = {
  Cohort: `
    cohort Cohort
    cohortNthDay Daily cohort
    cohortNthMonth Monthly cohort
    cohortNthWeek Weekly cohort`,
  Demographics: `
    brandingInterest Interests
    language Language
    languageCode Language code
    userAgeBracket Age
    userGender Gender`,
  Ecommerce: `
    currencyCode Currency
    itemAffiliation Item affiliation
    itemBrand Item brand
    itemCategory Item category
    itemCategory2 Item category 2
    itemCategory3 Item category 3
    itemCategory4 Item category 4
    itemCategory5 Item category 5
    itemId Item ID
    itemListId Item list ID
    itemListName Item list name
    itemListPosition Item list position
    itemLocationID Item location ID
    itemName Item name
    itemPromotionCreativeName Item promotion creative name
    itemPromotionCreativeSlot Item promotion creative slot
    itemPromotionId Item promotion ID
    itemPromotionName Item promotion name
    itemVariant Item variant
    orderCoupon Order coupon
    shippingTier Shipping tier
    transactionId Transaction ID`,
  Event: `
    eventName Event name
    isKeyEvent Is key event
    method Method`,
  Gaming: `
    achievementId Achievement ID
    character Character
    groupId Group ID
    level Level
    virtualCurrencyName Virtual currency name`,
  General: `
    contentGroup Content group
    contentId Content ID
    contentType Content type
    fileExtension File extension
    fileName File name
    linkClasses Link classes
    linkDomain Link domain
    linkId Link ID
    linkText Link text
    linkUrl Link URL
    outbound Outbound
    percentScrolled Percent scrolled
    searchTerm Search term
    streamId Stream ID
    streamName Stream name
    testDataFilterId Test data filter ID
    testDataFilterName Test data filter name`,
  Geography: `
    city City
    cityId City ID
    continent Continent
    continentId Continent ID
    country Country
    countryId Country ID
    region Region`,
  'Page / screen': `
    fullPageUrl Full page URL
    hostName Hostname
    landingPage Landing page
    landingPagePlusQueryString Landing page + query string
    pageLocation Page location
    pagePath Page path
    pagePathPlusQueryString Page path + query string
    pageReferrer Page referrer
    pageTitle Page title
    unifiedPagePathScreen Page path and screen class
    unifiedPageScreen Page path + query string and screen class
    unifiedScreenClass Page title and screen class
    unifiedScreenName Page title and screen name`,
  'Platform / device': `
    appVersion App version
    browser Browser
    deviceCategory Device category
    deviceModel Device model
    mobileDeviceBranding Device brand
    mobileDeviceMarketingName Device
    mobileDeviceModel Mobile model
    operatingSystem Operating system
    operatingSystemVersion OS version
    operatingSystemWithVersion Operating system with version
    platform Platform
    platformDeviceCategory Platform / device category
    screenResolution Screen resolution`,
  Publisher: `
    adFormat Ad format
    adSourceName Ad source
    adUnitName Ad unit`,
  Time: `
    date Date
    dateHour Date + hour (YYYYMMDDHH)
    dateHourMinute Date hour and minute
    day Day
    dayOfWeek Day of week
    dayOfWeekName Day of week name
    hour Hour
    isoWeek ISO week of the year
    isoYear ISO year
    isoYearIsoWeek ISO week of ISO year
    minute Minute
    month Month
    nthDay Nth day
    nthHour Nth hour
    nthMinute Nth minute
    nthMonth Nth month
    nthWeek Nth week
    nthYear Nth year
    week Week
    year Year
    yearMonth Year month
    yearWeek Year week`,
  'Traffic source': `
    campaignId Campaign ID
    campaignName Campaign
    defaultChannelGroup Default channel group
    firstUserCampaignId First user campaign ID
    firstUserCampaignName First user campaign
    firstUserDefaultChannelGroup First user default channel group
    firstUserMedium First user medium
    firstUserPrimaryChannelGroup First user primary channel group
    firstUserSource First user source
    firstUserSourceMedium First user source / medium
    firstUserSourcePlatform First user source platform
    medium Medium
    primaryChannelGroup Primary channel group
    sessionCampaignId Session campaign ID
    sessionCampaignName Session campaign
    sessionDefaultChannelGroup Session default channel group
    sessionMedium Session medium
    sessionPrimaryChannelGroup Session primary channel group
    sessionSource Session source
    sessionSourceMedium Session source / medium
    sessionSourcePlatform Session source platform
    source Source
    sourceMedium Source / medium
    sourcePlatform Source platform`,
  User: `
    audienceId Audience ID
    audienceName Audience name
    audienceResourceName Audience resource name
    newVsReturning New / returning
    signedInWithUserId Signed in with user ID`,
  'User lifetime': `
    firstSessionDate First session date`,
  Video: `
    videoProvider Video provider
    videoTitle Video title
    videoUrl Video URL
    visible Visible`,
};

/** Every dimension that each property has. */
export const STANDARD_DIMENSIONS: readonly Field[] = [
  ...Object.entries(BY_CATEGORY).flatMap(([category, lines]) =>
    lines
      .trim()
      .split('\n')
      .map((line): Field => {
        const [name = '', ...label] = line.trim().split(' ');
        return { name, kind: 'dimension', label: label.join(' '), category };
      }),
  ),
  ...AD_DIMENSIONS,
];
