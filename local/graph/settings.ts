import * as z from 'zod';

/** What can be set while the simulator runs; `PUT /_sim/settings` takes any part of it. */
export const Settings = z.strictObject({
  /** Where webhooks go. */
  webhookUrl: z.url({ protocol: /^https?$/ }).nullable(),
  /** The Facebook app's secret: signs the deliveries, proves the calls. */
  appSecret: z.string().min(1).nullable(),
  /** The linked Instagram app's secret; null means that it is the Facebook app's. */
  instagramAppSecret: z.string().min(1).nullable(),
  /** Where codes may be sent, to the letter, for apps that have no list of their own. */
  redirectUris: z.array(z.url()),
  /** "Require app secret": calls with a user, Page or system token need `appsecret_proof`. */
  requireProof: z.boolean(),
  /** Called when a person removes the app, and when one asks for deletion. */
  deauthorizeUrl: z.url({ protocol: /^https?$/ }).nullable(),
  deletionUrl: z.url({ protocol: /^https?$/ }).nullable(),
  /** Sent with the subscription challenge. */
  verifyToken: z.string().min(1).nullable(),
  /** Simulated ms per real ms between retries: at 60, Meta's one-minute gap takes a second. */
  timeScale: z.number().min(1).max(1e9),
  /** Real ms to wait for an answer; Messenger's FAQ gives 20 s (fact sheet §7). */
  answerTimeoutMs: z.int().min(10).max(120_000),
  /** Deliveries under way at the same time. */
  concurrency: z.int().min(1).max(64),
});
export type Settings = z.infer<typeof Settings>;

/** Holds the settings; `shown` leaves the secrets out. */
export type SettingsBox = {
  current(): Settings;
  change(part: Partial<Settings>): void;
  shown(): Record<string, unknown>;
};

const DEFAULTS: Settings = {
  webhookUrl: null,
  appSecret: null,
  instagramAppSecret: null,
  redirectUris: [],
  requireProof: true,
  deauthorizeUrl: null,
  deletionUrl: null,
  verifyToken: null,
  timeScale: 60,
  answerTimeoutMs: 20_000,
  concurrency: 10,
};

/** A box with the defaults, changed by what the process was started with. */
export function settingsBox(start: Partial<Settings> = {}): SettingsBox {
  let settings: Settings = { ...DEFAULTS, ...start };
  return {
    current: () => settings,
    change: (part) => {
      settings = { ...settings, ...part };
    },
    shown: () => {
      const { appSecret, instagramAppSecret, verifyToken, ...rest } = settings;
      const set = { appSecretSet: appSecret !== null, instagramAppSecretSet: instagramAppSecret !== null };
      return { ...rest, ...set, verifyTokenSet: verifyToken !== null };
    },
  };
}
