/** Icons of nouns that no page brings before it is opened; the others stand in `icons.ts`, which comes with every page. */
export { IconBuilding as OrganizationIcon, IconUsersGroup as TeamIcon } from '@tabler/icons-react';
