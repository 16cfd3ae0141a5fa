import { AgentIcon, DeploymentIcon, HomeIcon, InboxIcon, ProjectIcon, SystemIcon, type NounIcon } from '../theme/icons.ts';

export interface Entry {
  label: string;
  href: string;
  icon: NounIcon;
  /** Second key after "g". */
  key: string;
  /** Other addresses that belong to it. */
  covers: RegExp;
}

/** The sidebar, in the product's order; an entry appears only when it works. */
export const ENTRIES: readonly Entry[] = [
  { label: 'Home', href: '/', icon: HomeIcon, key: 'h', covers: /^\/$/ },
  { label: 'Inbox', href: '/-/inbox', icon: InboxIcon, key: 'i', covers: /^\/-\/inbox/ },
  { label: 'Projects', href: '/-/projects', icon: ProjectIcon, key: 'p', covers: /^\/(-\/projects|(?!-)[^/]+)/ },
  { label: 'Delivery', href: '/-/delivery', icon: DeploymentIcon, key: 'd', covers: /^\/-\/(delivery|journeys)/ },
  { label: 'Agents', href: '/-/agents', icon: AgentIcon, key: 'a', covers: /^\/-\/agents/ },
  { label: 'System', href: '/-/system', icon: SystemIcon, key: 's', covers: /^\/-\/system/ },
];
