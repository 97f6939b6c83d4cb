import { CARDS, N_ACTIONS, N_SIGNATORIES, THEMES } from '../support/contract.ts';
import { HomePage } from '../pages/home.ts';
import { expect, test } from '../support/test.ts';

test('the contract shows its themes, orientations, objectives, axes and signatories', async ({ device }) => {
  const page = await device.open('/contrat');
  await expect(page.getByText(/^Période\s: 2015-2022$/)).toBeVisible();
  const links = page.getByRole('main').getByRole('listitem').filter({ hasText: /^\s*Orientation \d+/ });
  await expect(links).toHaveCount(14);
  for (const [idx, theme] of THEMES.entries()) {
    const sheet = page.getByRole('region', { name: `Thème ${idx + 1} : ${theme.name}` });
    await expect(sheet.getByRole('listitem').filter({ hasText: /^\s*Orientation \d+/ })).toHaveCount(theme.orientations);
    await expect(sheet.getByText(new RegExp(`^Les ${theme.axes} axes de travail, dont ${theme.starred} `))).toBeVisible();
    await sheet.getByText(/axes de travail/).click();
    await expect(sheet.getByText('Mis en avant par les conseils citoyens', { exact: true })).toHaveCount(theme.starred);
  }
  const signatories = page.getByRole('region', { name: 'Signataires' });
  await signatories.getByText(`Voir les ${N_SIGNATORIES} signataires`).click();
  await expect(signatories.getByRole('listitem')).toHaveCount(N_SIGNATORIES);
});

test('each orientation shows its objectives and its actions', async ({ device }) => {
  const page = await device.open('/contrat/orientations/1');
  let actions = 0;
  let objectives = 0;
  for (let number = 1; number <= 14; number += 1) {
    await expect(page.getByRole('heading', { level: 1, name: new RegExp(`^Orientation ${number}\\s:`) })).toBeVisible();
    const lead = await page.getByText(/^\d+\sobjectifs? et \d+\sactions?$/).innerText();
    const [, nObjectives = '', nActions = ''] = /^(\d+)\sobjectifs? et (\d+)\sactions?$/.exec(lead) ?? [];
    const links = page.getByRole('region', { name: 'Actions' }).getByRole('listitem').getByRole('link');
    await expect(links).toHaveCount(Number(nActions));
    actions += Number(nActions);
    objectives += Number(nObjectives);
    const next = page.getByRole('link', { name: new RegExp(`^Suivante\\s: orientation ${number + 1}$`) });
    if (number < 14) await next.click();
    else await expect(next).toHaveCount(0);
  }
  expect(actions).toBe(N_ACTIONS);
  expect(objectives).toBe(THEMES.reduce((sum, theme) => sum + theme.objectives, 0));
});

test('the search ignores accents and capitals, and going back finds it again', async ({ device }) => {
  const page = await device.open('/contrat');
  const field = page.getByRole('searchbox', { name: 'Chercher dans le contrat' });
  const count = page.getByRole('search').getByRole('status');
  await field.fill('école');
  await expect(count).toHaveText(/^\d+\sréponses$/);
  const found = await count.innerText();
  const answers = page.getByRole('region', { name: /^Réponses pour/ });
  await expect(answers.getByText(/école/i).first()).toBeVisible();
  for (const typed of ['ecole', 'ECOLE', 'Ecole']) {
    await field.fill(typed);
    await expect(answers).toHaveAccessibleName(new RegExp(typed));
    await expect(count).toHaveText(found);
  }
  await field.fill('é');
  await expect(count).toHaveText('Tapez au moins deux lettres.');
  await field.fill('zzyzx');
  await expect(count).toHaveText('Aucune réponse');
  await field.fill('interculturalite');
  await answers.getByRole('link', { name: /Promouvoir des actions/ }).click();
  await expect(page.getByRole('heading', { level: 1, name: /en faveur de l'interculturalité/ })).toBeVisible();
  await page.goBack();
  await expect(field).toHaveValue('interculturalite');
  await expect(answers.getByRole('link', { name: /Promouvoir des actions/ })).toBeVisible();
});

test('an action says where it stands, what was done and what comes next', async ({ device }) => {
  const page = await device.open('/contrat/actions/12');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(
    "Promouvoir des actions (ou événements) en faveur de l'interculturalité",
  );
  const main = page.getByRole('main');
  await expect(main.getByText('Action 1.10', { exact: true })).toBeVisible();
  await expect(main.getByText('En cours de déploiement', { exact: true })).toBeVisible();
  await expect(page.getByRole('region', { name: 'Ce qui a été fait' })).toContainText('médiation interculturelle');
  await expect(page.getByRole('region', { name: 'La suite prévue' })).toContainText(
    'Acteurs à accompagner dans leur développement',
  );
  await main.getByRole('link', { name: /^Orientation 1\s:/ }).click();
  await expect(page.getByRole('heading', { level: 1, name: /^Orientation 1\s:/ })).toBeVisible();

  await page.goto('/contrat/actions/143');
  await expect(page.getByRole('heading', { level: 1, name: 'Cette action n’existe pas' })).toBeVisible();
  await page.goto('/contrat/orientations/15');
  await expect(page.getByRole('heading', { level: 1, name: 'Cette orientation n’existe pas' })).toBeVisible();
});

test('the six cards show the dots of 14 June 2019', async ({ device }) => {
  const page = await device.open('/');
  const home = new HomePage(page);
  await expect(home.cards).toHaveText(CARDS.map((card, idx) => new RegExp(`Carte ${idx + 1} .*${card.proposals}\\spropositions`)));
  let all = 0;
  for (const card of CARDS) {
    await page.goto(`/cartes/${card.id}`);
    await expect(page.getByRole('heading', { level: 1, name: card.name })).toBeVisible();
    const vote = page.getByText(new RegExp(`^Séance de travail inter Conseils citoyens, 14 juin 2019 – \\d+ gommettes$`));
    const dots = Number(/(\d+) gommettes$/.exec(await vote.innerText())?.[1]);
    expect(dots, card.name).toBe(card.dots);
    all += dots;
  }
  expect(all).toBe(107);

  await page.goto('/cartes/mobilite');
  const first = page.getByRole('region', { name: 'Les propositions' }).getByRole('listitem').filter({ hasText: /^\s*Rang 1/ }).first();
  await expect(first).toContainText('Baisser le prix des transports publics - aller vers la gratuité');
  await expect(first).toContainText(/7 gommettes/);
  const tied = page.getByRole('region', { name: 'Les propositions' }).getByRole('listitem').filter({ hasText: /Rang 4/ });
  await expect(tied.first()).toContainText(/ex\sæquo/);
});
