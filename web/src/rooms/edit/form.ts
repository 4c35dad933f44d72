import { createContext, useContext } from 'react';
import type { Inherited } from '../../wire/types';
import type { Draft, Path } from './draft';
import type { Errors } from './errors';

/** What every field of a form needs to know of the whole. */
export interface Form {
  draft: Draft;
  set: (path: Path, value: unknown) => void;
  /** What is wrong with a field, as far as it is time to say so. */
  wrong: (path: Path) => string[];
  /** Somebody was in the field: from now on what is wrong with it is said. */
  visit: (path: Path) => void;
  /** All that is wrong, said or not. */
  errors: Errors;
  /** What holds where the form gives nothing. */
  holds: (path: Path) => Inherited | undefined;
  /** Grows when the whole draft is put in place of another: fields with a memory of their own then begin anew. */
  turn: number;
}

export const FormContext = createContext<Form | null>(null);

export function useForm(): Form {
  const form = useContext(FormContext);
  if (!form) throw new Error('a field stands in a form');
  return form;
}

/** The id of a field's element. */
export const idOf = (path: Path): string => `f-${path.join('-')}`;
