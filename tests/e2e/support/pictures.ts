// Pictures of the real screens for the officer's guide, taken by the story that the guide
// tells: `SIX_CARTES_PICTURES=docs/pictures/referent` says where to put them.
import type { Locator } from '@playwright/test';
import { join, resolve } from 'node:path';

const FOLDER = process.env.SIX_CARTES_PICTURES;

/** Takes a picture of a part of the page, if pictures are asked for. */
export async function picture(name: string, of: Locator): Promise<void> {
  if (!FOLDER) return;
  // It stands above the window, where the picture of something tall begins.
  await of.page().evaluate(() => document.querySelector<HTMLElement>('.skip-link')?.style.setProperty('visibility', 'hidden'));
  await of.screenshot({ path: join(resolve('../..', FOLDER), `${name}.png`) });
}
