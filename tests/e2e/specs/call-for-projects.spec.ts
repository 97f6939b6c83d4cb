// The yearly call for projects, the thematic meetings, the opinion on the protocol.
import { AppBar } from '../pages/app-bar.ts';
import { expect, test } from '../support/test.ts';

test('a file of the call for projects is entered, followed, filtered and exported', async ({ device }) => {
  const page = await device.open('/suivi');
  await page.getByRole('link', { name: 'Appel à projets' }).click();
  await expect(page.getByText('Aucun dossier n’est enregistré.')).toBeVisible();
  const add = async (project: string, bearer: string, amount: string) => {
    await page.getByRole('button', { name: 'Ajouter un dossier' }).click();
    await page.getByLabel('Nom du projet').fill(project);
    await page.getByLabel('Porteur').fill(bearer);
    await page.getByLabel('Montant demandé, en euros').fill(amount);
    await page.getByRole('button', { name: 'Enregistrer le dossier' }).click();
  };
  await add('Jardin partagé', 'Association du Chalet', 'douze mille');
  await expect(page.getByText('Écrivez un nombre entier d’euros, par exemple 12000.')).toBeVisible();
  await page.getByLabel('Montant demandé, en euros').fill('12 500');
  await page.getByRole('button', { name: 'Enregistrer le dossier' }).click();
  await expect(page.getByText('Le dossier est enregistré.')).toBeVisible();
  await add('Atelier vélo', 'Cyclistes du Perrier', '');
  await expect(page.getByText('2 dossiers')).toBeVisible();

  const garden = page.getByRole('region', { name: 'Jardin partagé' });
  await expect(garden).toContainText(/12\s500\s€/);
  await expect(garden).toContainText('Pas encore de décision');
  await garden.getByRole('button', { name: /^Modifier/ }).click();
  const form = page.getByRole('region', { name: 'Modifier le dossier' });
  await form.getByLabel('Étape').selectOption({ label: 'Comité de pilotage' });
  await form.getByLabel('Décision', { exact: true }).selectOption({ label: 'Financé' });
  await form.getByRole('button', { name: 'Enregistrer le dossier' }).click();
  await expect(garden).toContainText('Financé');

  await garden.getByRole('button', { name: 'Donner l’avis d’un conseil' }).click();
  await garden.getByLabel('Conseil citoyen').selectOption({ label: 'Gaillard' });
  await garden.getByRole('button', { name: 'Enregistrer l’avis' }).click();
  await expect(garden.getByRole('alert').filter({ hasText: 'Choisissez un avis' })).toBeVisible();
  await garden.getByLabel('Avis', { exact: true }).selectOption({ label: 'Favorable' });
  await garden.getByRole('button', { name: 'Enregistrer l’avis' }).click();
  await expect(garden).toContainText(/Gaillard, le /);

  await page.getByLabel('Étape').first().selectOption({ label: 'Comité de pilotage' });
  await expect(page.getByRole('region', { name: 'Atelier vélo' })).toBeHidden();
  await expect(page.getByText('1 dossier')).toBeVisible();
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Exporter (CSV)' }).click();
  const file = await download;
  expect(file.suggestedFilename()).toMatch(/^appel-a-projets-\d{4}-\d\d-\d\d\.csv$/);
  await new AppBar(page).expectSent();
  await page.reload();
  await expect(garden).toContainText('Financé');
});

test('a thematic meeting is linked to cards and proposals, and says what came of it', async ({ device }) => {
  const page = await device.open('/suivi/rencontres');
  await page.getByRole('button', { name: 'Ajouter une rencontre' }).click();
  await page.getByRole('button', { name: 'Enregistrer la rencontre' }).click();
  await expect(page.getByText('Écrivez quelque chose ici.')).toBeVisible();
  await page.getByLabel('Thème').fill('Se déplacer sans voiture');
  await page.getByLabel('Spécialistes invités').fill('Une ingénieure des transports');
  await page.getByRole('checkbox', { name: 'Mobilité, environnement et écologie' }).check({ force: true });
  await page.locator('summary', { hasText: 'Propositions de la carte Mobilité' }).click();
  await page.getByRole('checkbox', { name: /^Baisser le prix des transports publics/ }).check({ force: true });
  await page.getByRole('button', { name: 'Enregistrer la rencontre' }).click();
  const meeting = page.getByRole('region', { name: 'Se déplacer sans voiture' });
  await expect(meeting).toContainText('Une ingénieure des transports');
  await expect(meeting).toContainText('Rien n’est encore écrit.');
  await meeting.getByRole('button', { name: /^Modifier/ }).click();
  await page.getByLabel('Ce qui en est sorti').fill('Un essai de gratuité le samedi.');
  await page.getByRole('button', { name: 'Enregistrer la rencontre' }).click();
  await expect(meeting).toContainText('Un essai de gratuité le samedi.');
  await meeting.getByRole('link', { name: /^Baisser le prix des transports publics/ }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Mobilité, environnement et écologie' })).toBeVisible();
});

test('a council gives its opinion on the protocol; a commune of the drawing leads to its actions', async ({ device }) => {
  const page = await device.open('/contrat');
  const opinions = page.getByRole('region', { name: 'L’avis des conseils citoyens' });
  await opinions.getByRole('button', { name: 'Donner l’avis d’un conseil' }).click();
  await opinions.getByLabel('Conseil citoyen').selectOption({ label: 'Ambilly' });
  await opinions.getByLabel('Avis', { exact: true }).selectOption({ label: 'Défavorable' });
  await opinions.getByRole('button', { name: 'Enregistrer l’avis' }).click();
  await expect(opinions).toContainText('Défavorable');

  await page.getByRole('navigation', { name: 'Le territoire' }).getByRole('link', { name: /^Gaillard/ }).click();
  await expect(page).toHaveURL(/\/suivi\?commune=gaillard$/);
  await expect(page.getByText(/^11\sactions/).first()).toBeVisible();
});
