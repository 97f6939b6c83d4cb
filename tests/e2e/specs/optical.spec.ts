// Two tablets with nothing but a screen and a camera.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Device } from '../pages/device.ts';
import { SynchronizationPage } from '../pages/synchronization.ts';
import { WorkshopPage } from '../pages/workshop.ts';
import { browserWithCamera, film, watchCodes } from '../support/camera.ts';
import { MOBILITY } from '../support/contract.ts';
import { Relay } from '../support/relay.mjs';
import { castOneCard, openBallot, openedRound, sorted } from '../support/stories.ts';
import { expect, test } from '../support/test.ts';

test('a ballot passes from a screen to a camera, with codes missed, and is looked at first', async ({ relay }) => {
  test.slow();
  const folder = await mkdtemp(join(tmpdir(), 'six-cartes-film-'));
  const [request, series] = [join(folder, 'request.y4m'), join(folder, 'series.y4m')];
  const elsewhere = await Relay.start();
  const [sending, receiving] = [await browserWithCamera(request), await browserWithCamera(series)];
  try {
    const options = { locale: 'fr-FR', viewport: { width: 820, height: 1180 } };
    const one = new Device(await sending.newContext({ ...options, baseURL: relay.url }));
    const workshop = await openedRound(one);
    const dots = await castOneCard(await openBallot(one, workshop), [0, 0, 5]);
    await workshop.endRound();
    await workshop.showResults();
    const other = new Device(await receiving.newContext({ ...options, baseURL: elsewhere.url }));

    // The tablet that receives says what it has; the one that sends reads it.
    const to = await other.open('/synchronisation');
    await to.getByRole('button', { name: 'Recevoir d’une autre tablette' }).click();
    const asked = to.getByRole('img', { name: 'Code qui dit ce que cette tablette a déjà' });
    await film(request, await watchCodes(asked, 1));
    const from = await one.open('/synchronisation');
    await from.getByRole('button', { name: 'Envoyer à une autre tablette' }).click();
    const shown = from.getByRole('img', { name: 'Série de codes à lire avec l’autre tablette' });
    await film(series, await watchCodes(shown, 18), true);

    await to.getByRole('button', { name: 'L’autre tablette montre ses codes' }).click();
    const sync = new SynchronizationPage(to);
    await expect(sync.preview).toBeVisible({ timeout: 60_000 });
    await expect(sync.preview).toContainText('1 bulletin');
    const before = await sync.readFingerprint();
    expect(before).not.toBe(await new SynchronizationPage(from).readFingerprint());
    await sync.agree();
    await expect(sync.fingerprint).toHaveText(await new SynchronizationPage(from).readFingerprint());
    const there = new WorkshopPage(await other.open(workshop.address), workshop.address);
    await there.expectStage('Résultats révélés');
    expect(sorted(await there.totals(MOBILITY))).toEqual(sorted(dots));

    // It has everything now, and the other one says so.
    await to.getByRole('button', { name: 'Recevoir d’une autre tablette' }).click();
    await film(request, await watchCodes(asked, 1));
    await from.getByRole('button', { name: 'Arrêter' }).click();
    await from.getByRole('button', { name: 'Envoyer à une autre tablette' }).click();
    await expect(from.getByText('L’autre tablette a déjà tout ce qu’il y a ici.')).toBeVisible({ timeout: 30_000 });
    expect([...one.faults, ...other.faults]).toEqual([]);
  } finally {
    await sending.close();
    await receiving.close();
    await elsewhere.dispose();
    await rm(folder, { recursive: true, force: true });
  }
});

test('a tablet without a camera says what to do instead', async ({ device }) => {
  const page = await device.open('/synchronisation');
  await page.getByRole('button', { name: 'Envoyer à une autre tablette' }).click();
  await expect(page.getByText('Cette tablette n’a pas d’appareil photo utilisable. Passez par un fichier.')).toBeVisible();
});
