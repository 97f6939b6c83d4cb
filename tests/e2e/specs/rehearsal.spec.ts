import { AppBar } from '../pages/app-bar.ts';
import { CardPage } from '../pages/card.ts';
import { SynchronizationPage } from '../pages/synchronization.ts';
import { castOneCard, openBallot, openedRound, ONE_CARD_PLAN } from '../support/stories.ts';
import { expect, test } from '../support/test.ts';
import { WorkshopPage } from '../pages/workshop.ts';
import { WorkshopsPage } from '../pages/workshops.ts';

test('a rehearsal is marked on every page, stays on its device, is refused as a file, and goes in one action', async ({
  newDevice,
}) => {
  const device = await newDevice();
  const other = await newDevice();
  const real = await openedRound(device);
  const realFile = await new SynchronizationPage(await device.open('/synchronisation')).exportFile();

  const page = await device.open('/reglages');
  const elsewhere = await device.open('/');
  await page.getByRole('button', { name: 'Commencer un essai' }).click();
  const mark = (of: typeof page) => of.getByText('Ceci est un essai.');
  await expect(mark(page)).toBeAttached();
  // The other tab of the device does not go on with the real workshops unmarked.
  await expect(mark(elsewhere)).toBeAttached();
  await elsewhere.close();

  const address = await new WorkshopsPage(page).createWorkshop({ ...ONE_CARD_PLAN, title: 'Pour de faux' });
  await expect(page.getByText('Atelier du gymnase')).toHaveCount(0);
  const practice = new WorkshopPage(page, address);
  await practice.startRound();
  const ballot = await openBallot(device, practice);
  await expect(mark(ballot.page)).toBeAttached();
  await castOneCard(ballot, [0, 1, 2]);
  await new AppBar(ballot.page).expectSaved();
  await ballot.page.close();
  await practice.endRound();
  await practice.showResults();

  // Nothing reached the relay, and so nobody else.
  const seen = new WorkshopsPage(await other.open('/ateliers'));
  await expect(seen.list.getByText('Atelier du gymnase')).toBeVisible();
  await expect(seen.page.getByText('Pour de faux')).toHaveCount(0);

  // As a file it is refused, and so is a real one here.
  const sync = new SynchronizationPage(await device.open('/synchronisation'));
  const file = await sync.exportFile();
  expect(file.name).toContain('essai');
  expect(await sync.mergeFile(realFile)).toContain('ce fichier est un vrai');
  const receiver = new SynchronizationPage(await other.open('/synchronisation'));
  expect(await receiver.mergeFile(file)).toContain('Un essai ne se mêle jamais aux vrais résultats');
  await expect(seen.page.getByText('Pour de faux')).toHaveCount(0);

  await page.getByRole('button', { name: 'Terminer l’essai' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Tout effacer et terminer' }).click();
  await expect(page.getByRole('link', { name: 'Commencer mon bulletin' })).toBeVisible();
  await expect(mark(page)).toHaveCount(0);
  await page.goto(real.address);
  await new WorkshopPage(page, real.address).expectStage('Tour ouvert');
  await page.goto('/ateliers');
  await expect(page.getByText('Pour de faux')).toHaveCount(0);

  // A second rehearsal starts blank.
  await page.goto('/reglages');
  await page.getByRole('button', { name: 'Commencer un essai' }).click();
  await expect(mark(page)).toBeAttached();
  await page.goto('/ateliers');
  await expect(page.getByText('Pour de faux')).toHaveCount(0);
});

test('a workshop is closed as a numbered version, and the report names it with its fingerprint', async ({ device }) => {
  const workshop = await openedRound(device);
  const { page } = workshop;
  await expect(page.getByRole('region', { name: 'Fin de l’atelier' })).toBeHidden();
  await castOneCard(await openBallot(device, workshop), [0, 0, 1]);
  await workshop.endRound();
  await workshop.showResults();
  const closing = page.getByRole('region', { name: 'Fin de l’atelier' });
  await closing.getByRole('button', { name: 'Terminer l’atelier' }).click();
  const first = closing.getByRole('listitem').filter({ hasText: /^Version 1, figée le .+ Empreinte\s: \d{3} \d{3} \d{3} \d{3}$/ });
  await expect(first).toBeVisible();
  const words = (await first.innerText()).trim();
  await new AppBar(page).expectSaved();

  await new CardPage(page, 'mobilite').open();
  await new CardPage(page, 'mobilite').propose('Un abri à vélos');
  await page.goto(workshop.address);
  await closing.getByRole('button', { name: 'Figer la version 2' }).click();
  await expect(closing.getByRole('listitem')).toHaveCount(2);
  await expect(closing.getByRole('listitem').first()).toHaveText(words);

  await closing.getByRole('link', { name: 'Compte rendu' }).click();
  await expect(page.getByText(words)).toBeVisible();
  await expect(page.getByText('1 personne a participé, sur tablette et sur papier')).toBeVisible();
});
