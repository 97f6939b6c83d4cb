import { CardPage } from '../pages/card.ts';
import { AppBar } from '../pages/app-bar.ts';
import { SynchronizationPage } from '../pages/synchronization.ts';
import { WorkshopPage } from '../pages/workshop.ts';
import { MOBILITY } from '../support/contract.ts';
import { contentOf, foreignDocument, fromANewerProgram } from '../support/documents.ts';
import { Relay } from '../support/relay.mjs';
import { castOneCard, openBallot, openedRound, sorted } from '../support/stories.ts';
import { expect, test } from '../support/test.ts';

test('two tablets that never met are joined by a file, and hold the same', async ({ newDevice, relay }) => {
  const one = await newDevice();
  const workshop = await openedRound(one);
  const dots = await castOneCard(await openBallot(one, workshop), [0, 0, 5]);
  const card = new CardPage(await one.open('/cartes/mobilite'), 'mobilite');
  await card.addComment.click();
  await card.comment.fill('Voir avec la commune voisine.');
  await card.saveComment.click();
  await expect(card.page.getByText('Voir avec la commune voisine.', { exact: true })).toBeVisible();
  await workshop.endRound();
  await workshop.showResults();
  const from = new SynchronizationPage(await one.open('/synchronisation'));
  const file = await from.exportFile();
  expect(file.name).toMatch(/^six-cartes-\d{4}-\d{2}-\d{2}\.automerge$/);
  await expect(from.outcome).toContainText('Le fichier est prêt');

  // The other tablet's relay is another one: it has never heard of the workshop.
  await relay.kill();

  const elsewhere = await Relay.start();
  try {
    const other = await newDevice({ baseURL: elsewhere.url });
    const to = new SynchronizationPage(await other.open('/synchronisation'));
    await to.open();
    expect(await to.readFingerprint()).not.toBe(await from.readFingerprint());
    const proposal = new CardPage(await other.open('/cartes/culture'), 'culture');
    await proposal.propose('Une scène ouverte');

    expect(await to.mergeFile(file)).toMatch(/^Fusion réussie\s: \d+\smodifications ajoutées\.$/);
    expect(await to.mergeFile(file)).toBe('Ce fichier n’apporte rien de nouveau. Rien n’a changé.');
    const back = await to.exportFile();
    expect(await from.mergeFile(back)).toMatch(/^Fusion réussie\s: 1\smodification ajoutée\.$/);
    await expect(from.fingerprint).toHaveText(await to.readFingerprint());

    const [mine, theirs] = [contentOf((await from.exportFile()).bytes), contentOf(back.bytes)];
    expect(mine).toEqual(theirs);
    expect(mine.entries).toMatchObject({ ballots: 1, comments: 1, actions: 142, proposals: 82 });

    const there = new WorkshopPage(await other.open(workshop.address), workshop.address);
    await there.expectStage('Résultats révélés');
    expect(sorted(await there.totals(MOBILITY))).toEqual(sorted(dots));
    const seen = await other.open('/cartes/mobilite');
    await expect(seen.getByText('Voir avec la commune voisine.', { exact: true })).toBeVisible();
    await new AppBar(seen).expectSent();
  } finally {
    await elsewhere.dispose();
  }
});

test('a file that cannot be merged is refused with one sentence, and nothing changes', async ({ device }) => {
  const card = new CardPage(await device.open('/cartes/emploi'), 'emploi');
  await card.propose('Un guichet unique');
  const page = await device.open('/synchronisation');
  const sync = new SynchronizationPage(page);
  await new AppBar(page).expectSaved();
  const good = (await sync.exportFile()).bytes;
  const fingerprint = await sync.readFingerprint();

  // Not random from one run to the next: a failure can be run again.
  const noise = Uint8Array.from({ length: 4096 }, (_, idx) => (idx * 7919 + 13) % 251);
  const noisy = Uint8Array.from(good, (byte, idx) => (idx > 2000 && idx < 2100 ? byte ^ 0x5a : byte));
  const damaged = 'Ce fichier est abîmé ou incomplet. Rien n’a changé ici. Enregistrez-le de nouveau sur l’autre tablette.';
  const notOurs = 'Ce fichier ne vient pas de cette application. Rien n’a changé ici. Choisissez un fichier qui finit par « .automerge ».';
  const files: [string, Uint8Array, string][] = [
    ['empty', new Uint8Array(), 'Ce fichier est vide. Rien n’a changé ici. Enregistrez-le de nouveau sur l’autre tablette.'],
    ['random', noise, notOurs],
    ['a picture', new TextEncoder().encode('\u0089PNG\r\n\u001a\n not a picture at all'), notOurs],
    ['cut at a tenth', good.slice(0, Math.floor(good.length / 10)), damaged],
    ['cut in the middle', good.slice(0, Math.floor(good.length / 2)), damaged],
    ['cut by one byte', good.slice(0, -1), damaged],
    ['cut after its mark', good.slice(0, 4), damaged],
    ['damaged in the middle', noisy, damaged],
    ['foreign', foreignDocument(), 'Ce fichier vient d’un autre contrat. Rien n’a changé ici. Choisissez un fichier de ce contrat.'],
    [
      'from a newer program',
      fromANewerProgram(good),
      'Ce fichier vient d’une version plus récente. Rien n’a changé ici. Mettez cette application à jour, puis recommencez.',
    ],
  ];
  for (const [name, bytes, sentence] of files) {
    await test.step(name, async () => {
      const said = await sync.mergeFile({ name: `${name}.automerge`, bytes });
      expect(said.replaceAll('\u00a0', ' '), name).toBe(sentence);
      expect(await sync.readFingerprint(), name).toBe(fingerprint);
      await new AppBar(page).expectSaved();
    });
  }
  expect(contentOf((await sync.exportFile()).bytes)).toEqual(contentOf(good));
  expect(await sync.mergeFile({ name: 'good.automerge', bytes: good })).toBe(
    'Ce fichier n’apporte rien de nouveau. Rien n’a changé.',
  );
  await page.reload();
  await expect(sync.fingerprint).toHaveText(fingerprint);
});

test('a merge does not disturb the ballot that is being filled in another tab', async ({ newDevice }) => {
  const one = await newDevice();
  const workshop = await openedRound(one);
  const ballot = await openBallot(one, workshop);
  const [first = ''] = await ballot.labels();
  await ballot.place(new Map([[first, 2]]));
  const other = await newDevice();
  const theirs = await openBallot(other, workshop);
  await castOneCard(theirs, [3]);
  const file = await new SynchronizationPage(await other.open('/synchronisation')).exportFile();

  const before = await ballot.page.getByRole('main').innerHTML();
  const sync = new SynchronizationPage(await one.open('/synchronisation'));
  await sync.mergeFile(file);
  await workshop.expectBallots(1);
  expect(await ballot.page.getByRole('main').innerHTML()).toBe(before);
  await ballot.validate();
  await workshop.expectBallots(2);
});
