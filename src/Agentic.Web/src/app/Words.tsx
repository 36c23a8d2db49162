import { Textarea } from '@mantine/core';

/** Where somebody writes a few sentences; grows with them. */
export function Words({
  label,
  description,
  value,
  onChange,
  required = false,
  rows = 2,
  most = 4000,
}: {
  label: string;
  description?: string;
  value: string;
  onChange: (text: string) => void;
  /** Also takes the focus: it is the one thing to fill in. */
  required?: boolean;
  rows?: number;
  most?: number;
}) {
  return (
    <Textarea
      label={label}
      description={description}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      autoFocus={required}
      required={required}
      autosize
      minRows={rows}
      maxLength={most}
    />
  );
}
