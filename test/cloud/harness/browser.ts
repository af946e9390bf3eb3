import chromium from '@sparticuz/chromium';
import { type Browser, type BrowserContext, type Page, chromium as playwright } from 'playwright-core';

/**
 * A real browser without a window; the package carries its program, so that nothing is downloaded. Not with the
 * package's own arguments: made for Lambda, they run all in one process, which ends with the first closed window.
 */
export const openBrowser = async (): Promise<Browser> =>
  playwright.launch({ executablePath: await chromium.executablePath(), args: ['--no-sandbox', '--disable-gpu'] });

/** A person's own browser: no cookies of anybody else. The local cloud's certificate is its own authority. */
export const newPerson = (browser: Browser): Promise<BrowserContext> => browser.newContext({ ignoreHTTPSErrors: true });

/** What a person does on Meta's consent page. */
export interface Answer {
  /** Scopes whose box the person unticks. */
  readonly decline?: readonly string[];
  /** Assets whose box the person unticks, by Meta's id. */
  readonly withhold?: readonly string[];
  readonly deny?: true;
}

/** Opens an authorize URL and answers Meta's page; resolves with the page on which the person ends. */
export async function consent(person: BrowserContext, url: string, answer: Answer = {}): Promise<Page> {
  const page = await person.newPage();
  await page.goto(url);
  for (const scope of answer.decline ?? []) await page.uncheck(`input[name="scope"][value="${scope}"]`);
  for (const asset of answer.withhold ?? []) await page.uncheck(`input[name="asset"][value="${asset}"]`);
  await page.click(answer.deny ? '#deny' : '#allow');
  await page.waitForLoadState();
  return page;
}
