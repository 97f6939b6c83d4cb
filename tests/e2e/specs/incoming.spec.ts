import { AppBar } from '../pages/app-bar.ts';
import { CardPage } from '../pages/card.ts';
import { type ChosenFile, SynchronizationPage } from '../pages/synchronization.ts';
import { contentOf } from '../support/documents.ts';
import { Relay } from '../support/relay.mjs';
import { castOneCard, openBallot, openedRound } from '../support/stories.ts';
import { expect, test } from '../support/test.ts';

test('what came in since the last visit is told until a person says that it was seen', async ({ newDevice }) => {
  const [one, other] = [await newDevice(), await newDevice()];
  const page = await one.open('/synchronisation');
  const sync = new SynchronizationPage(page);
  await expect(sync.since).toContainText('C’est votre première visite.');
  await expect(sync.seen).toHaveCount(0);
  await new AppBar(page).expectSaved();

  await new CardPage(await other.open('/cartes/culture'), 'culture').propose('Une scène ouverte');
  const news = sync.since.getByRole('link', { name: /^Nouvelle\s: «\sUne scène ouverte\s»$/ });
  await expect(news).toBeVisible();
  await expect(sync.since).toContainText(/Depuis le .*: 1\sproposition\./);
  // Looking is not having seen.
  await page.reload();
  await expect(news).toBeVisible();
  await expect(news).toHaveAttribute('href', '/cartes/culture');

  await sync.seen.click();
  await expect(sync.since).toContainText(/Rien de nouveau depuis votre dernière visite \(.*\d{4}.*\)\./);
  await expect(news).toHaveCount(0);
  await new AppBar(page).expectSaved();
  await page.reload();
  await expect(sync.since).toContainText('Rien de nouveau depuis votre dernière visite');
  await expect(sync.seen).toHaveCount(0);
});

test('what this device did itself is counted apart, and its ballots are numbers only', async ({ newDevice }) => {
  const [one, other] = [await newDevice(), await newDevice()];
  const sync = new SynchronizationPage(await one.open('/synchronisation'));
  await expect(sync.since).toContainText('C’est votre première visite.');
  await new AppBar(sync.page).expectSaved();
  const workshop = await openedRound(one);
  await expect(sync.since).toContainText(/Ce qui a été fait sur cette tablette depuis \(\d+\schoses?\) n’est pas dans la liste\./);
  await expect(sync.since.getByRole('link')).toHaveCount(0);

  await castOneCard(await openBallot(other, workshop), [0, 0, 5]);
  await expect(sync.since.getByRole('link', { name: /^1\sbulletin, tour 1 de l’atelier/ })).toHaveAttribute('href', workshop.address);
  await expect(sync.since).not.toContainText('gommette');
});

test('a file says what it brings, and changes nothing before a person agrees', async ({ newDevice, relay }) => {
  const one = await newDevice();
  const workshop = await openedRound(one);
  await castOneCard(await openBallot(one, workshop), [0, 0, 5]);
  const from = new SynchronizationPage(await one.open('/synchronisation'));
  const file = await from.exportFile();
  const theirs = await from.readFingerprint();
  await relay.kill();

  const elsewhere = await Relay.start();
  try {
    const other = await newDevice({ baseURL: elsewhere.url });
    const to = new SynchronizationPage(await other.open('/synchronisation'));
    const mine = await to.readFingerprint();
    const before = contentOf((await to.exportFile()).bytes);

    await to.choose(file);
    await expect(to.preview.getByRole('heading', { level: 3 }).first()).toHaveText(/^Ce fichier apporte 1\sbulletin, \d+\sétapes d’atelier\.$/);
    await expect(to.preview.getByRole('heading', { level: 3 }).first()).toBeFocused();
    await expect(to.preview).toContainText('Rien n’est encore changé sur cette tablette.');
    await expect(to.preview).toContainText('Annemasse');
    await expect(to.preview).toContainText(`Empreinte ${theirs}`);
    await expect(to.preview).toContainText(file.name);
    expect(await to.readFingerprint()).toBe(mine);

    await to.changeNothing.click();
    await expect(to.outcome).toHaveText('Rien n’a changé. Le fichier n’a pas été fusionné.');
    await expect(to.preview).toHaveCount(0);
    expect(contentOf((await to.exportFile()).bytes)).toEqual(before);

    await to.choose(file);
    expect(await to.agree()).toMatch(/^Fusion réussie/);
    await expect(to.fingerprint).toHaveText(theirs);
    expect(await to.mergeFile(file)).toBe('Ce fichier n’apporte rien de nouveau. Rien n’a changé.');
  } finally {
    await elsewhere.dispose();
  }
});

test('several files are looked at together, and one that cannot be merged is named', async ({ newDevice, relay }) => {
  const pages = [];
  for (const device of [await newDevice(), await newDevice()]) {
    const page = await device.open('/cartes/culture');
    await new AppBar(page).expectSent();
    pages.push(page);
  }
  await relay.kill();
  const files: ChosenFile[] = [];
  for (const [idx, page] of pages.entries()) {
    await new CardPage(page, 'culture').propose(`Un bal de plus, le ${idx + 1}`);
    await new AppBar(page).goTo('Synchronisation');
    const { bytes } = await new SynchronizationPage(page).exportFile();
    files.push({ name: `fichier-${idx + 1}.automerge`, bytes });
  }
  const cut = { name: 'coupe.automerge', bytes: (files[0]?.bytes ?? new Uint8Array()).slice(0, -1) };

  const elsewhere = await Relay.start();
  try {
    const to = new SynchronizationPage(await (await newDevice({ baseURL: elsewhere.url })).open('/synchronisation'));
    await to.choose(cut, ...files);
    await expect(to.preview.getByRole('heading', { level: 3 }).first()).toHaveText(
      /^Ces 2 fichiers apportent ensemble 2\spropositions\.$/,
    );
    await expect(to.preview).toContainText(/«\scoupe\.automerge\s»\s: Ce fichier est abîmé ou incomplet\./);
    for (const { name } of files) await expect(to.preview).toContainText(name);
    expect(await to.agree()).toMatch(/^Fusion réussie\s: 2\smodifications ajoutées\.$/);
  } finally {
    await elsewhere.dispose();
  }
});
