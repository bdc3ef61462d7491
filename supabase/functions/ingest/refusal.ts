export type Kind = 'jpeg' | 'png' | 'webp' | 'gif' | 'mp4'
export interface Inspected { kind: Kind; width: number; height: number; isScalable: boolean }
export class Refusal extends Error { constructor(readonly code: string) { super(code) } }
