/** A custom dimension or metric of an emulated property. */
export interface CustomDefinition {
  readonly kind: 'dimension' | 'metric';
  readonly id: number;
  /** As reports call it. */
  readonly field: string;
  readonly parameterName: string;
  readonly displayName: string;
  readonly description?: string;
  readonly scope: string;
  /** Metrics only. */
  readonly unit?: string;
}

export interface KeyEvent {
  readonly id: number;
  readonly eventName: string;
  readonly createTime: string;
  readonly countingMethod: string;
  readonly deletable: boolean;
  readonly custom: boolean;
  readonly defaultValue?: { readonly numericValue: number; readonly currencyCode: string };
}

/** A change that the history tells of. */
export interface Change {
  readonly atMs: number;
  readonly action: 'CREATED' | 'UPDATED' | 'DELETED';
  readonly resource: string;
}

export interface AudienceExport {
  readonly id: string;
  readonly audience: string;
  readonly dimensions: readonly string[];
  readonly startedAtMs: number;
}

/** What one emulated property is set up as; writes change it, and it is gone with the emulator. */
export class PropertyState {
  readonly id: string;
  readonly displayName: string;
  /** Whether the shop's traffic arrives here. */
  readonly hasData: boolean;
  keyEvents: KeyEvent[];
  definitions: CustomDefinition[];
  readonly changes: Change[];
  readonly exports: AudienceExport[];
  #nextId = 9101;

  constructor(id: string, displayName: string, hasData: boolean, bornAtMs: number) {
    this.id = id;
    this.displayName = displayName;
    this.hasData = hasData;
    const createTime = new Date(bornAtMs).toISOString();
    const key = (number: number, eventName: string, custom: boolean): KeyEvent => ({
      id: number,
      eventName,
      createTime,
      countingMethod: 'ONCE_PER_EVENT',
      deletable: custom,
      custom,
    });
    this.keyEvents = [key(9001, 'purchase', false), key(9002, 'sign_up', true)];
    this.definitions = [
      {
        kind: 'dimension',
        id: 9003,
        field: 'customEvent:article_author',
        parameterName: 'article_author',
        displayName: 'Article author',
        description: 'Who wrote the article in the journal.',
        scope: 'EVENT',
      },
      {
        kind: 'dimension',
        id: 9004,
        field: 'customUser:newsletter',
        parameterName: 'newsletter',
        displayName: 'Takes the newsletter',
        scope: 'USER',
      },
      {
        kind: 'metric',
        id: 9005,
        field: 'customEvent:steep_minutes',
        parameterName: 'steep_minutes',
        displayName: 'Steeping minutes',
        scope: 'EVENT',
        unit: 'MINUTES',
      },
    ];
    this.changes = [
      { atMs: bornAtMs, action: 'CREATED', resource: `properties/${id}/keyEvents/9002` },
      { atMs: bornAtMs, action: 'CREATED', resource: `properties/${id}/customDimensions/9003` },
    ];
    this.exports = hasData
      ? [
          {
            id: 'e9001',
            audience: '7001',
            dimensions: ['deviceId', 'isAdsPersonalizationAllowed'],
            startedAtMs: bornAtMs,
          },
        ]
      : [];
  }

  nextId(): number {
    this.#nextId += 1;
    return this.#nextId;
  }

  note(atMs: number, action: Change['action'], resource: string): void {
    this.changes.push({ atMs, action, resource: `properties/${this.id}/${resource}` });
  }
}
