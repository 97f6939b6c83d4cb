import { AppBar } from '../pages/app-bar.ts';
import { BallotPage } from '../pages/ballot.ts';
import { CardPage } from '../pages/card.ts';
import { HomePage } from '../pages/home.ts';
import { CULTURE, MOBILITY } from '../support/contract.ts';
import { castOneCard, dotsAt, ONE_CARD_PLAN, openBallot, openedRound, sorted } from '../support/stories.ts';
import { expect, test } from '../support/test.ts';

test('the last dot and the cap are refused with a sentence', async ({ device }) => {
  const workshop = await openedRound(device);
  const ballot = await openBallot(device, workshop);
  const [first = '', second = '', third = ''] = await ballot.labels();
  await ballot.expectRemaining(3);

  await ballot.add(first);
  await ballot.add(first);
  await ballot.expectDots(first, 2, 2);
  await ballot.add(first);
  await expect(ballot.refusal).toHaveText('Pas plus de 2 gommettes sur la même proposition.');
  await ballot.expectDots(first, 2, 2);
  await ballot.expectRemaining(1);

  await ballot.add(second);
  await expect(ballot.refusal).toHaveCount(0);
  await ballot.expectRemaining(0);
  await ballot.add(third);
  await expect(ballot.refusal).toHaveText(
    /^Vous avez placé vos 3\sgommettes sur cette carte\. Retirez-en une pour la placer ailleurs\.$/,
  );
  await ballot.expectDots(third, 0, 2);

  await ballot.remove(first);
  await ballot.expectDots(first, 1, 2);
  await ballot.expectRemaining(1);
  await ballot.add(third);
  await ballot.expectDots(third, 1, 2);
  await expect(ballot.addButton(third)).toHaveAttribute('aria-disabled', 'true');
  await expect(ballot.removeButton(second)).not.toHaveAttribute('aria-disabled', 'true');
});

test('dots for the whole round are counted over all its cards', async ({ device }) => {
  const workshop = await openedRound(device, {
    title: 'Atelier du marché',
    councils: ['Gaillard'],
    cards: [MOBILITY, CULTURE],
    dotsPerBallot: 4,
    dotsPerProposal: 3,
    scope: 'Pour tout le tour',
  });
  const ballot = await openBallot(device, workshop);
  const [first = ''] = await ballot.labels();
  await ballot.place(new Map([[first, 3]]));
  await ballot.expectRemaining(1);
  await ballot.nextCard.click();
  await expect(ballot.page.getByRole('heading', { level: 1, name: CULTURE })).toBeVisible();
  await ballot.expectRemaining(1);
  const [there = '', next = ''] = await ballot.labels();
  await ballot.add(there);
  await ballot.expectRemaining(0);
  await ballot.add(next);
  await expect(ballot.refusal).toHaveText(
    /^Vous avez placé vos 4\sgommettes\. Retirez-en une pour la placer ailleurs\.$/,
  );
});

test('the review shows everything, and « Modifier » keeps everything', async ({ device }) => {
  const workshop = await openedRound(device, { ...ONE_CARD_PLAN, cards: [MOBILITY, CULTURE] });
  const ballot = await openBallot(device, workshop);
  const [first = '', second = ''] = await ballot.labels();
  await ballot.place(new Map([[first, 1], [second, 1]]));
  await ballot.review.click();
  await expect(ballot.page.getByRole('heading', { level: 1, name: 'Relisez votre bulletin' })).toBeVisible();
  const main = ballot.page.getByRole('main');
  const line = (label: string) => main.getByRole('listitem').filter({ has: ballot.page.getByText(label, { exact: true }) });
  await expect(line(first)).toContainText('1 gommette');
  await expect(line(second)).toContainText('1 gommette');
  await expect(main.getByText('Aucune gommette sur cette carte.')).toHaveCount(1);
  await expect(main.getByText(/^4\sgommettes ne sont pas placées\. C’est permis\.$/)).toBeVisible();

  await ballot.change.click();
  await ballot.expectDots(first, 1, 2);
  await ballot.expectDots(second, 1, 2);
  await ballot.expectRemaining(1);
  await ballot.add(second);
  await ballot.review.click();
  await expect(line(second)).toContainText('2 gommettes');
  await ballot.cast.click();
  await expect(ballot.done).toBeVisible();
  await expect(main.getByText(first)).toHaveCount(0);
});

test('a ballot without a dot may be cast, and is counted as blank', async ({ device }) => {
  const workshop = await openedRound(device);
  const ballot = await openBallot(device, workshop);
  await ballot.review.click();
  await expect(ballot.page.getByText('Votre bulletin est blanc. Vous pouvez le valider ainsi.')).toBeVisible();
  await ballot.cast.click();
  await expect(ballot.done).toBeVisible();
  await workshop.endRound();
  await workshop.showResults();
  await expect(workshop.page.getByRole('listitem').filter({ hasText: /^dont 1\sbulletin blanc$/ })).toBeVisible();
  await expect(workshop.page.getByText('Aucune gommette sur cette carte.')).toBeVisible();
});

test('a ballot changed after it was validated replaces the former one', async ({ device }) => {
  const workshop = await openedRound(device);
  const ballot = await openBallot(device, workshop);
  await castOneCard(ballot, [0, 0, 1]);
  await workshop.expectBallots(1);

  await ballot.change.click();
  const labels = await ballot.labels();
  await ballot.expectDots(labels[0] ?? '', 2, 2);
  await ballot.remove(labels[0] ?? '');
  await ballot.add(labels[4] ?? '');
  await ballot.validate();
  await workshop.expectBallots(1);

  // Back by the address: the ballot is still that of this device.
  await ballot.page.goto(ballot.address);
  await expect(ballot.done).toBeVisible();
  await workshop.endRound();
  await expect(ballot.change).toBeHidden();
  await workshop.showResults();
  expect(sorted(await workshop.totals(MOBILITY))).toEqual(sorted(dotsAt(labels, [0, 1, 4])));
});

test.describe('nothing that arrives disturbs a ballot in progress', () => {
  test('a proposal that is added elsewhere', async ({ device, newDevice }) => {
    const facilitator = await newDevice();
    const workshop = await openedRound(facilitator);
    const ballot = await openBallot(device, workshop);
    const labels = await ballot.labels();
    await ballot.place(dotsAt(labels, [0, 3]));
    await ballot.addButton(labels[5] ?? '').focus();
    const before = await ballot.page.getByRole('main').innerHTML();

    const card = new CardPage(await facilitator.open('/cartes/mobilite'), 'mobilite');
    await card.propose('Une navette le dimanche');
    const seen = new CardPage(await device.open('/cartes/mobilite'), 'mobilite');
    await expect(seen.page.getByText('Une navette le dimanche').first()).toBeAttached();

    expect(await ballot.page.getByRole('main').innerHTML()).toBe(before);
    await expect(ballot.addButton(labels[5] ?? '')).toBeFocused();
    expect(await ballot.labels()).toEqual(labels);
    await ballot.validate();
    await workshop.expectBallots(1);
  });

  test('a round that is closed elsewhere: the dots stay, and a sentence says what to do', async ({ device, newDevice }) => {
    const facilitator = await newDevice();
    const workshop = await openedRound(facilitator);
    const ballot = await openBallot(device, workshop);
    const labels = await ballot.labels();
    await ballot.place(dotsAt(labels, [1, 1, 2]));
    await workshop.endRound();

    await expect(ballot.page.getByText('Le tour vient d’être clos')).toBeVisible();
    await expect(ballot.page.getByText('Vos gommettes restent visibles ici. Prévenez l’animateur.')).toBeVisible();
    await ballot.expectDots(labels[1] ?? '', 2, 2);
    await ballot.expectDots(labels[2] ?? '', 1, 2);
    await ballot.review.click();
    await expect(ballot.cast).toHaveAttribute('aria-disabled', 'true');
    await ballot.cast.click({ force: true });
    await expect(ballot.done).toBeHidden();
    await workshop.expectBallots(0);
  });

  test('a second round: the ballot stays with its own', async ({ device, newDevice }) => {
    const facilitator = await newDevice();
    const workshop = await openedRound(facilitator);
    const ballot = await openBallot(device, workshop);
    const labels = await ballot.labels();
    await ballot.place(dotsAt(labels, [6]));
    await workshop.endRound();
    await workshop.page.getByRole('button', { name: 'Ouvrir le tour 2' }).click();
    await workshop.expectStage('Tour ouvert');
    await expect(ballot.page.getByText('Le tour vient d’être clos')).toBeVisible();
    await ballot.expectDots(labels[6] ?? '', 1, 2);

    const home = new HomePage(await device.open('/'));
    await expect(home.begin).toBeVisible();
    await ballot.open();
    await ballot.expectDots(labels[6] ?? '', 0, 2);
    await ballot.expectRemaining(3);
  });
});

test('a draft survives a reload', async ({ device }) => {
  const workshop = await openedRound(device);
  const ballot = await openBallot(device, workshop);
  const dots = dotsAt(await ballot.labels(), [2, 2, 7]);
  await ballot.place(dots);
  await new AppBar(ballot.page).expectSaved();
  await ballot.page.reload();
  for (const [label, n] of dots) await ballot.expectDots(label, n, 2);
  await ballot.expectRemaining(0);
});

test('two tabs of one device fill one ballot, live', async ({ device }) => {
  const workshop = await openedRound(device);
  const left = await openBallot(device, workshop);
  const right = await openBallot(device, workshop);
  const [first = '', second = ''] = await left.labels();
  await left.add(first);
  await right.expectDots(first, 1, 2);
  await right.expectRemaining(2);
  await right.add(second);
  await left.expectDots(second, 1, 2);
  await left.validate();
  await right.validate();
  await workshop.expectBallots(1);
  await workshop.endRound();
  await workshop.showResults();
  expect(sorted(await workshop.totals(MOBILITY))).toEqual(sorted(new Map([[first, 1], [second, 1]])));
});

test('two tabs of one device show the same document, live and with no relay', async ({ device, relay }) => {
  const left = new CardPage(await device.open('/cartes/culture'), 'culture');
  const right = new CardPage(await device.open('/cartes/culture'), 'culture');
  await new AppBar(left.page).expectSent();
  await relay.stop();
  await left.propose('Un cinéma en plein air');
  await expect(right.page.getByText('Un cinéma en plein air').first()).toBeAttached();
  await right.addComment.click();
  await right.comment.fill('Prévoir des bancs.');
  await right.saveComment.click();
  await expect(left.page.getByText('Prévoir des bancs.', { exact: true })).toBeVisible();
});
