export interface Calendar {
  readonly id: string
}
