import { AgentIcon, DeploymentIcon, HomeIcon, InboxIcon, ProjectIcon, SystemIcon, WorkIcon, type NounIcon } from '../theme/icons.ts';

export interface Entry {
  label: string;
  href: string;
  icon: NounIcon;
  /** Second key after "g". */
  key: string;
  /** Other addresses that belong to it. */
  covers: RegExp;
  /** Has a place in the bottom bar of a phone; the others stand in its menu. */
  inBar?: true;
}

/** The sidebar, in the product's order; an entry appears only when it works. */
export const ENTRIES: readonly Entry[] = [
  { label: 'Home', href: '/', icon: HomeIcon, key: 'h', covers: /^\/$/, inBar: true },
  { label: 'Inbox', href: '/-/inbox', icon: InboxIcon, key: 'i', covers: /^\/-\/inbox/, inBar: true },
  { label: 'Work', href: '/-/work', icon: WorkIcon, key: 'w', covers: /^\/-\/work/ },
  { label: 'Projects', href: '/-/projects', icon: ProjectIcon, key: 'p', covers: /^\/(-\/projects|(?!-)[^/]+)/, inBar: true },
  { label: 'Delivery', href: '/-/delivery', icon: DeploymentIcon, key: 'd', covers: /^\/-\/(delivery|journeys)/ },
  { label: 'Agents', href: '/-/agents', icon: AgentIcon, key: 'a', covers: /^\/-\/agents/ },
  { label: 'System', href: '/-/system', icon: SystemIcon, key: 's', covers: /^\/-\/system/ },
];
