// Who asks for a run: shown with it, for people.
import { userInfo } from 'node:os';

/** An account without a name in the system's list has none to tell. */
export function requester(): string {
  try {
    return userInfo().username;
  } catch {
    return 'cli';
  }
}
