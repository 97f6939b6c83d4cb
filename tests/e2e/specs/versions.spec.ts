import type { Page } from '@playwright/test';
import { AppBar } from '../pages/app-bar.ts';
import { CardPage } from '../pages/card.ts';
import { MOBILITY } from '../support/contract.ts';
import { castOneCard, openBallot, openedRound } from '../support/stories.ts';
import { expect, test } from '../support/test.ts';

/** The relay is asked again after at most 30 s. */
const RELAY_FOUND_AGAIN_MS = 45_000;

function versionsOf(page: Page) {
  const panel = page.getByRole('region', { name: 'Versions', exact: true });
  return {
    panel,
    rows: panel.getByRole('listitem'),
    async freeze(title: string): Promise<void> {
      await panel.getByRole('button', { name: 'Figer une version' }).click();
      await panel.getByLabel('Titre').fill(title);
      await panel.getByRole('button', { name: 'Figer', exact: true }).click();
      await expect(panel.getByRole('status')).toContainText(/La version \d+ est figée\./);
    },
  };
}

test('a frozen version stays as it was, and says what changed since', async ({ device }) => {
  const workshop = await openedRound(device);
  const dots = await castOneCard(await openBallot(device, workshop), [0, 0, 5]);
  await workshop.endRound();
  await workshop.showResults();
  const page = await device.open('/priorites');
  const versions = versionsOf(page);
  await expect(versions.panel).toContainText('Aucune version n’est encore figée.');
  await versions.freeze('Comité de mars');
  await expect(versions.rows).toHaveCount(1);
  await expect(versions.rows.first()).toContainText(/Version 1\s: Comité de mars/);
  await expect(versions.rows.first()).toContainText(/Empreinte \d{3} \d{3} \d{3} \d{3}\./);
  await expect(versions.panel).toContainText('Rien n’a changé depuis la version 1.');

  await new CardPage(await device.open('/cartes/culture'), 'culture').propose('Une scène ouverte');
  await expect(versions.panel).toContainText(/Depuis la version 1\s: 1\sproposition\./);
  await versions.freeze('Comité de juin');
  await expect(versions.rows).toHaveCount(2);
  await expect(versions.rows.first()).toContainText(/Version 2\s: Comité de juin/);

  await page.getByRole('link', { name: /^Version 1\s: Comité de mars$/ }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(/^Version 1\s: Comité de mars$/);
  await expect(page.getByRole('main')).toContainText('On peut seulement la lire.');
  const table = page.getByRole('table', { name: MOBILITY });
  await expect(table.getByRole('row')).not.toHaveCount(0);
  for (const [label, n] of dots) {
    const row = table.getByRole('row').filter({ has: page.getByRole('rowheader', { name: label, exact: true }) });
    await expect(row.getByRole('cell').first()).toHaveText(String(n));
  }
  const until = page.getByRole('region', { name: /jusqu’à aujourd’hui$/ });
  await expect(until).toContainText('Une scène ouverte');
  const address = page.url();

  await page.goto('/priorites');
  await page.getByRole('link', { name: /^Version 2\s: Comité de juin$/ }).click();
  const since = page.getByRole('region', { name: 'Ce qui a changé depuis la version 1' });
  await expect(since).toContainText(/1\sproposition/);
  await expect(since).toContainText('Une scène ouverte');
  await expect(page.getByRole('region', { name: /jusqu’à aujourd’hui$/ })).toContainText('Rien n’a changé entre les deux.');

  // Any two: from the second back to today.
  const compare = page.getByRole('region', { name: 'Comparer deux versions' });
  await compare.getByLabel('De', { exact: true }).selectOption({ index: 0 });
  await expect(compare).toContainText('Une scène ouverte');
  await compare.getByLabel('À', { exact: true }).selectOption({ index: 0 });
  await expect(compare).toContainText('Rien n’a changé entre les deux.');

  // An address for ever: after the page is loaded anew, too.
  await page.goto(address);
  await expect(table).toBeVisible();
});

test('two versions of one number that were frozen apart are both shown', async ({ newDevice }) => {
  const [one, other] = [await newDevice(), await newDevice()];
  const pages = [await one.open('/priorites'), await other.open('/priorites')];
  for (const page of pages) await new AppBar(page).expectSent();
  for (const device of [one, other]) await device.setOffline(true);
  for (const [idx, page] of pages.entries()) await versionsOf(page).freeze(`Comité ${idx + 1}`);
  for (const device of [one, other]) await device.setOffline(false);
  for (const page of pages) {
    await new AppBar(page).expectSent(RELAY_FOUND_AGAIN_MS);
    const versions = versionsOf(page);
    await expect(versions.rows).toHaveCount(2, { timeout: RELAY_FOUND_AGAIN_MS });
    await expect(versions.panel).toContainText('Deux versions portent le numéro 1');
  }
  await versionsOf(pages[0] as Page).freeze('Comité commun');
  await expect(versionsOf(pages[1] as Page).rows.first()).toContainText(/Version 2\s: Comité commun/);
});

test('an address of a version that is not here says what to do', async ({ device }) => {
  const page = await device.open(`/priorites/versions/${'0'.repeat(32)}`);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Cette version n’est pas sur cette tablette');
  await page.getByRole('link', { name: 'Ouvrir la synchronisation' }).click();
  await expect(page).toHaveURL(/\/synchronisation$/);
});
