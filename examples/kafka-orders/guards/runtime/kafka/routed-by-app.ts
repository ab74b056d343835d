/** Demanded where the document does not tell a channel's operations apart. */
export interface RoutedByApp {
  /** Names the operation of a message; none: it is denied. */
  readonly route: (message: unknown) => string | undefined;
}
