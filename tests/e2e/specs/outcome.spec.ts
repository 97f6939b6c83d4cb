// What becomes of the contract after the workshops: actions, answers, opinions.
import { ActionPage } from '../pages/action.ts';
import { AppBar } from '../pages/app-bar.ts';
import { ONE_CARD_PLAN, twoStatesApart } from '../support/stories.ts';
import { expect, test } from '../support/test.ts';
import { WorkshopsPage } from '../pages/workshops.ts';

const RELAY_FOUND_AGAIN_MS = 45_000;
const SEQ = 12;

test('an action is brought up to date, and its history says who, when, from what to what', async ({ device }) => {
  const page = await device.open(`/contrat/actions/${SEQ}`);
  const action = new ActionPage(page, SEQ);
  await expect(action.now).toContainText('Aucune nouvelle depuis l’impression du contrat.');
  await action.update.click();
  await action.save.click();
  await expect(action.now.getByText('Vous n’avez rien changé.')).toBeVisible();
  await action.now.getByLabel('État aujourd’hui').selectOption({ label: 'Atteint' });
  await action.now.getByLabel('Pilote').fill('Annemasse Agglo');
  await action.now.getByLabel('Date de la prochaine étape').fill('2027-01-31');
  await action.save.click();
  await new AppBar(page).expectSaved();
  await page.reload();
  await expect(action.now).toContainText('31 janvier 2027');
  await expect(action.now).toContainText('Annemasse Agglo');
  await action.now.locator('summary', { hasText: '3 changements' }).click();
  await expect(action.now.getByRole('listitem').filter({ hasText: /État aujourd’hui\s: de «\s.+\s» à «\sAtteint\s»/ })).toContainText(
    /animateur, le .+ \d+\sh\s\d\d/,
  );
});

test('two tablets give one action two states apart: both are offered, a person chooses, all agree', async ({ newDevice, relay }) => {
  const devices = [await newDevice(), await newDevice()] as const;
  const tabs = await twoStatesApart(devices, relay, SEQ);
  const [one, other] = tabs;
  for (const seen of tabs) {
    await expect(seen.now.getByText('État aujourd’hui : plusieurs valeurs à départager')).toBeVisible({ timeout: RELAY_FOUND_AGAIN_MS });
    await expect(seen.now.getByRole('button', { name: /^Garder/ })).toHaveCount(2);
  }
  await other.now.getByRole('button', { name: 'Garder « Atteint »' }).click();
  for (const seen of tabs) {
    await expect(seen.now.getByRole('button', { name: /^Garder/ })).toHaveCount(0);
    await expect(seen.now.locator('summary', { hasText: '3 changements' })).toBeVisible();
    await expect(seen.now.getByRole('definition').first()).toHaveText('Atteint');
  }
});

test('who asked for collective compost, when, with how many dots, and what came of it', async ({ newDevice }) => {
  const [facilitator, councillor] = [await newDevice(), await newDevice()];
  const page = await facilitator.open('/cartes/mobilite');
  const became = page.getByRole('region', { name: 'Ce que sont devenues ces propositions' });
  await became.locator('summary').click();
  await became.getByRole('button', { name: /^Répondre à « Plus de compostage collectif/ }).click();
  await became.getByLabel('Réponse', { exact: true }).selectOption({ label: 'Retenue' });
  await became.getByRole('button', { name: 'Enregistrer la réponse' }).click();
  await expect(became.getByText('Écrivez quelque chose ici.')).toBeVisible();
  await became.getByLabel('Pourquoi').fill('Trois sites de compostage ouvrent en 2027.');
  await became.getByRole('button', { name: 'Enregistrer la réponse' }).click();
  await expect(became.getByText('La réponse est enregistrée.')).toBeVisible();
  await new AppBar(page).expectSent();

  // Somebody who has never seen the contract, with a slip of the finger.
  const seen = await councillor.open('/contrat');
  await seen.getByRole('searchbox').fill('composst');
  await expect(seen.getByText('Rien pour « composst ». Voici « compost')).toBeVisible();
  await seen.getByRole('region', { name: /^1 proposition|^Propositions/ }).getByRole('link', { name: /compostage collectif/ }).click();
  const story = seen.getByRole('region', { name: 'Ce que sont devenues ces propositions' });
  await story.locator('summary').click();
  const compost = story.getByRole('listitem').filter({ hasText: 'Plus de compostage collectif' }).first();
  await expect(compost).toContainText(/Demandé le 14 juin 2019, avec \d+\sgommettes?/);
  await expect(compost).toContainText('Retenue');
  await expect(compost).toContainText('Trois sites de compostage ouvrent en 2027.');
  await expect(compost).toContainText(/Comité de pilotage, le /);
  await expect(compost).toContainText('Augmenter le compostage collectif (réduire le gaspillage)');
  await expect(compost).toContainText('mis en avant par les conseils citoyens');
});

test('what is promised about bus fares is found in a few words', async ({ device }) => {
  const page = await device.open('/contrat');
  // Words of everyday, which the contract does not have together.
  await page.getByRole('searchbox').fill('tarif bus');
  await expect(page.getByText('Rien avec tous ces mots ensemble.')).toBeVisible();
  await expect(page.getByRole('link', { name: /Tarification des transports publics/ })).toBeVisible();
  await page.getByRole('searchbox').fill('prix transports');
  let answers = page.getByRole('region', { name: /prix transports/ });
  await expect(answers.getByRole('link', { name: /Baisser le prix des transports publics/ })).toBeVisible();
  await page.getByRole('searchbox').fill('tarification transports');
  answers = page.getByRole('region', { name: /tarification transports/ });
  await expect(answers.getByRole('link', { name: /Tarification des transports publics/ })).toBeVisible();
  await answers.getByRole('link', { name: /Tarification des transports publics/ }).click();
  await expect(page.getByText('Tarification des transports publics (trop élevée)')).toBeVisible();
});

test('a council gives its opinion on an action, and its next workshop opens on its priorities', async ({ device }) => {
  const page = await device.open(`/contrat/actions/${SEQ}`);
  const opinions = page.getByRole('region', { name: 'L’avis des conseils citoyens' });
  await expect(opinions).toContainText('Aucun conseil citoyen n’a encore donné son avis.');
  await opinions.getByRole('button', { name: 'Donner l’avis d’un conseil' }).click();
  await opinions.getByLabel('Conseil citoyen').selectOption({ label: 'Gaillard' });
  await opinions.getByLabel('Avis', { exact: true }).selectOption({ label: 'Favorable avec réserves' });
  await opinions.getByLabel('Avec vos mots').fill('Commencez par le Chalet.');
  await opinions.getByRole('button', { name: 'Enregistrer l’avis' }).click();
  await expect(opinions.getByText('L’avis est enregistré.')).toBeVisible();
  await expect(opinions).toContainText('Favorable avec réserves');
  await expect(opinions).toContainText(/Gaillard, le /);

  await page.goto('/ateliers');
  await new WorkshopsPage(page).createWorkshop(ONE_CARD_PLAN);
  const priorities = page.getByRole('region', { name: 'Ce que sont devenues vos priorités' });
  await priorities.locator('summary', { hasText: 'Annemasse' }).click();
  await expect(priorities).toContainText(/\d+\spropositions attendent une réponse\./);
  await expect(priorities).toContainText(/Pas encore de réponse, depuis \d+\sjours\./);
});
