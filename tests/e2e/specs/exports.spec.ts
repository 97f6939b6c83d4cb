// Files for others: each is made on the device, and the complete one comes back the same.
import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { SynchronizationPage } from '../pages/synchronization.ts';
import { WorkshopPage } from '../pages/workshop.ts';
import { MOBILITY } from '../support/contract.ts';
import { Relay } from '../support/relay.mjs';
import { castOneCard, openBallot, openedRound, sorted } from '../support/stories.ts';
import { expect, test } from '../support/test.ts';

/** Presses a button of the panel and gives the file. */
async function exported(page: Page, name: string): Promise<{ name: string; bytes: Uint8Array }> {
  const panel = page.getByRole('region', { name: 'Donner les résultats à d’autres' });
  const [download] = await Promise.all([
    page.waitForEvent('download', { timeout: 60_000 }),
    panel.getByRole('button', { name, exact: true }).click(),
  ]);
  await expect(panel.getByRole('status')).toContainText(download.suggestedFilename());
  return { name: download.suggestedFilename(), bytes: new Uint8Array(await readFile(await download.path())) };
}

test('results leave as a workbook, tables and open data, and the complete file comes back the same', async ({ newDevice }) => {
  test.setTimeout(180_000);
  const one = await newDevice();
  const workshop = await openedRound(one);
  const dots = await castOneCard(await openBallot(one, workshop), [0, 0, 5]);
  await workshop.endRound();
  const page = await one.open('/priorites');
  const panel = page.getByRole('region', { name: 'Donner les résultats à d’autres' });
  // One ballot is too few to be given to research, revealed or not.
  await panel.getByRole('button', { name: 'Bulletins pour la recherche (.pb)' }).click();
  await expect(panel.getByRole('status')).toContainText('Il n’y a encore rien à mettre dans ce fichier.', { timeout: 60_000 });
  await workshop.showResults();

  const kinds = [
    ['Classeur pour tableur (.xlsx)', /\.xlsx$/, 'PK'],
    ['Tableaux pour tableur (CSV)', /\.zip$/, 'PK'],
    ['Données ouvertes (CSV décrit)', /\.zip$/, 'PK'],
  ] as const;
  for (const [button, name, mark] of kinds) {
    const file = await exported(page, button);
    expect(file.name).toMatch(name);
    expect(Buffer.from(file.bytes.slice(0, 2)).toString()).toBe(mark);
  }
  const complete = await exported(page, 'Fichier complet (.json)');
  expect(JSON.parse(Buffer.from(complete.bytes).toString())).toMatchObject({ format: 'six-cartes', version: 1 });
  const fingerprint = await new SynchronizationPage(await one.open('/synchronisation')).readFingerprint();

  const elsewhere = await Relay.start();
  try {
    const other = await newDevice({ baseURL: elsewhere.url });
    const to = new SynchronizationPage(await other.open('/synchronisation'));
    const damaged = { name: 'abime.json', bytes: complete.bytes.slice(0, complete.bytes.length / 2) };
    await to.choose(damaged);
    await expect(to.outcome).toContainText('Ce fichier n’est pas un fichier complet de l’application. Rien n’a changé.');
    await to.choose(complete);
    await expect(to.preview).toContainText('1 bulletin');
    await to.agree();
    await expect(to.fingerprint).toHaveText(fingerprint);
    const there = new WorkshopPage(await other.open(workshop.address), workshop.address);
    expect(sorted(await there.totals(MOBILITY))).toEqual(sorted(dots));
  } finally {
    await elsewhere.dispose();
  }
});
