import { describe, expect, it } from 'vitest';
import { share, sum } from './history';
import type { Day } from '../app/types';

const day = (received: number, unassisted: number) => ({ received, unassisted }) as Day;

describe('shares', () => {
  it('are taken over all days, so that a quiet day weighs little', () => {
    const days = [day(100, 50), day(1, 1)];
    expect(sum(days, (one) => one.received)).toBe(101);
    expect(
      share(
        days,
        (one) => one.unassisted,
        (one) => one.received,
      ),
    ).toBeCloseTo(51 / 101);
  });

  it('are unknown where there is nothing to take a share of', () => {
    expect(
      share(
        [day(0, 0)],
        (one) => one.unassisted,
        (one) => one.received,
      ),
    ).toBeNull();
  });
});
