/**
 * Every difference between what Meta's SDK 24.0.1 sends and what we send of the same event, a line each:
 * `path | kind | the SDK | we | why`. A quotation stands in fact sheet §9 to the letter, and a test looks it up; where
 * there is none, the fact sheet is silent and the reason is ours.
 */
export const differenceTable = `
  event_time | value | as given: text, milliseconds | whole seconds | "\`event_time\` in **seconds**"
  event_id | only ours | none | one made from the contents | "**Dedupe**: same event_name + event_id": a retry of ours must be known as one
  opt_out | only ours | drops false | says false | false wins over a workspace that opts out; "\`opt_out\` only removes from delivery optimisation"
  referrer_url | only ours | has no such setter | sends it | an event key: "data_processing_options(+_country,+_state), referrer_url"
  customer_segmentation | only ours | has no such setter | at the event | "absent from the SDKs: accept at both, send at event level"
  custom_data.customer_segmentation | only SDK | a custom property | moved to the event | "absent from the SDKs: accept at both, send at event level"
  advertiser_tracking_enabled | we refuse | at the event | in app_data only | "**app** app_data{advertiser_tracking_enabled, application_tracking_enabled"
  app_data.extinfo | by index | an object {"0": "a2", …} | a list | "extinfo[16] starting"

  user_data.* | list | each hashed key as a list | as it came, one or a list | "(arrays or strings for hashed keys; SHA-256 of UTF-8, lowercase hex)"
  user_data.em | SDK throws | loses the event | leaves the key out and says so | "trim, lowercase; PB drops invalid addresses"
  user_data.ph | value | keeps dots, (0), zeros; adds no calling code | digits, with the calling code of the event's country where + and 00 are absent and the number fits there | "digits only, no leading zeros, **with country code**"
  user_data.ph | SDK throws | below 7 digits | hashes the digits | "digits only, no leading zeros, **with country code**": no length is named
  user_data.fn | value | keeps punctuation, does not compose, hashes a hash with appendix anew | without, NFC, hash as it is | "lowercase, no punctuation, keep non-Latin letters"; "Meta accepts it; ours need not"
  user_data.fn | only SDK | hashes punctuation | leaves it out and says so | "lowercase, no punctuation, keep non-Latin letters": nothing is left
  user_data.ln | value | keeps punctuation and blanks | without | "lowercase, no punctuation, keep non-Latin letters"
  user_data.ln | null | null for blanks | leaves them out | a null finds nobody
  user_data.ge | null | null for other words | leaves them out | "f / m; PB maps words (mother→f), else drops"
  user_data.ge | value | knows f, female, m, male | more words | "f / m; PB maps words (mother→f), else drops"
  user_data.db | value | hashes the text as it is | YYYYMMDD | "YYYYMMDD, 1900…this year; PB accepts many orders"
  user_data.db | only SDK | any year | leaves it out and says so | "YYYYMMDD, 1900…this year"
  user_data.ct | value | keeps apostrophes, takes digits out | the other way round | "lowercase, no punctuation or spaces, UTF-8": a digit is neither
  user_data.ct | only SDK | without its digits | leaves out what begins with a digit, and says so | ours, as Meta's parameter builder has it; the fact sheet does not ask for it
  user_data.st | value | letters | the code of an American state, no punctuation | "US 2-letter code, lowercase; others lowercase no spaces"
  user_data.zp | value | cuts at a dash, wherever | takes dashes out, cuts American and British ones | "lowercase, no spaces/dashes, US first 5, UK area+district+sector"
  user_data.zp | null | null for one character | leaves it out | a null finds nobody
  user_data.country | SDK throws | loses the event | maps names, and uk to gb | "ISO-2 lowercase, always send"
  user_data.external_id | value | as it is | hashed, lower-case, no blanks | "hashing recommended; same form in browser and server"
  user_data.client_ip_address | only SDK | anything | one address, else left out and said so | a list of proxies is no address
  user_data.fbc | only SDK | anything | its form only, else left out and said so | "**fbc** \`fb.{subdomainIndex}.{creation ms}.{fbclid}\`"
  user_data.fbp | value | with blanks around | trimmed | "**fbp** \`fb.1.{ms}.{random int}\`"
  user_data.lead_id | only SDK | anything | left out and said so | "An invalid lead_id rejects the event"
  user_data.page_id | value | a number stays one | always text | an id above 2^53 is no number of JSON's; the SDK's type is text too
  user_data.page_scoped_user_id | only ours | has no such setter | sends it | "messenger{page_id,page_scoped_user_id}"
  user_data.ig_account_id | only ours | has no such setter | sends it | "page_scoped_user_id, ctwa_clid, ig_account_id, ig_sid"
  user_data.ig_sid | only ours | has no such setter | sends it | "instagram{instagram_business_account_id,ig_sid}"
  user_data.instagram_business_account_id | only ours | has no such setter | sends it | "instagram{instagram_business_account_id,ig_sid}"
  user_data.whatsapp_business_account_id | only ours | has no such setter | sends it | "whatsapp{whatsapp_business_account_id,ctwa_clid}"
  user_data.f5first | we refuse | first five letters, hashed | unknown key | not among the keys of §9; fn is the whole
  user_data.f5last | we refuse | first five letters, hashed | unknown key | not among the keys of §9; ln is the whole
  user_data.fi | we refuse | first letter, hashed | unknown key | not among the keys of §9; fn is the whole
  user_data.dobd | we refuse | day, hashed | unknown key | not among the keys of §9; db is the whole
  user_data.dobm | we refuse | month, hashed | unknown key | not among the keys of §9; db is the whole
  user_data.doby | we refuse | year, hashed | unknown key | not among the keys of §9; db is the whole
  user_data.app_user_id | we refuse | hashed | unknown key | not among the keys of §9

  custom_data.currency | value | upper-case | as given | "value, currency (ISO)": the case of the code is the sender's
  custom_data.currency | SDK throws | loses the event | any three letters | "value, currency (ISO)": the list of codes changes, Meta has it
  custom_data.predicted_ltv | only ours | drops 0 | says 0 | 0 is an amount
  custom_data.predicted_ltv | value | text stays text | a number | as both do with value and net_revenue
  custom_data.num_items | only ours | drops 0 | says 0 | 0 is a number of items
  custom_data.status | only ours | drops false | says false | false is a status
  custom_data.delivery_category | we refuse | beside contents | in contents only | "delivery_category in_store|curbside|home_delivery}]"
  custom_data.contents[].quantity | only ours | drops 0 | says 0 | 0 is a quantity
  custom_data.contents[].item_price | only ours | drops 0 | says 0 | 0 is a price
  custom_data.contents[].item_price | value | text stays text | a number | as both do with value and net_revenue
`;
