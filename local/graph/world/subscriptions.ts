/** An app's wish for one object (`POST /{app}/subscriptions`, fact sheet §7). */
export type AppSubscription = { object: string; callbackUrl: string; fields: string[]; includeValues: boolean };

/** Which webhooks were asked for: by each app as a whole, and per asset. */
export type Subscriptions = {
  ofApp(app: string): AppSubscription[];
  setApp(app: string, wish: AppSubscription): void;
  /** Without fields the whole object goes. */
  removeApp(app: string, object: string | null, fields: readonly string[]): void;
  /** App id → fields. */
  ofAsset(asset: string): ReadonlyMap<string, string[]>;
  install(asset: string, app: string, fields: string[]): void;
  uninstall(asset: string, app: string): void;
  clear(): void;
};

/** Nothing subscribed yet. */
export function createSubscriptions(): Subscriptions {
  const apps = new Map<string, Map<string, AppSubscription>>();
  const assets = new Map<string, Map<string, string[]>>();
  return {
    ofApp: (app) => [...(apps.get(app)?.values() ?? [])],
    setApp: (app, wish) => {
      const mine = apps.get(app) ?? new Map<string, AppSubscription>();
      apps.set(app, mine.set(wish.object, wish));
    },
    removeApp: (app, object, fields) => {
      if (object === null) return void apps.delete(app);
      const wish = apps.get(app)?.get(object);
      const left = wish?.fields.filter((field) => !fields.includes(field)) ?? [];
      if (wish && fields.length > 0 && left.length > 0) wish.fields = left;
      else apps.get(app)?.delete(object);
    },
    ofAsset: (asset) => assets.get(asset) ?? new Map(),
    install: (asset, app, fields) => {
      const mine = assets.get(asset) ?? new Map<string, string[]>();
      assets.set(asset, mine.set(app, fields));
    },
    uninstall: (asset, app) => void assets.get(asset)?.delete(app),
    clear: () => {
      apps.clear();
      assets.clear();
    },
  };
}
