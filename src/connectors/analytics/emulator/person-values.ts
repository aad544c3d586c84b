import { Random } from '../../../emulation/world/random.ts';

const CHOICES: Readonly<Record<string, readonly (readonly [weight: number, value: string])[]>> = {
  gender: [
    [38, 'female'],
    [27, 'male'],
    [35, 'unknown'],
  ],
  age: [
    [9, '18-24'],
    [17, '25-34'],
    [16, '35-44'],
    [11, '45-54'],
    [8, '55-64'],
    [1, '65+'],
    [38, 'unknown'],
  ],
  interest: [
    [30, 'Food & Dining/Cooking Enthusiasts'],
    [20, 'Lifestyles & Hobbies/Green Living Enthusiasts'],
    [50, '(not set)'],
  ],
  audience: [
    [92, '7001'],
    [8, '7002'],
  ],
  newsletter: [
    [22, 'yes'],
    [78, 'no'],
  ],
  author: [
    [3, 'Orla Brennan'],
    [2, 'Tadhg Quill'],
  ],
};

/** Gives what is true of somebody or something, the same every time. */
export function draw(what: keyof typeof CHOICES, id: string): string {
  return new Random('analytics', `${what}/${id}`).weighted(CHOICES[what]!);
}
