import type { CidrBlock } from '../block/cidr-block.ts';
import { parseCidrBlock } from '../block/parse-cidr-block.ts';

// Alibaba Cloud, OSS, "Regions and endpoints": internal VIP ranges of the public cloud.
const texts: Readonly<Record<string, readonly string[]>> = {
  'cn-hangzhou': ['100.118.28.0/24', '100.114.102.0/24', '100.98.170.0/24', '100.118.31.0/24'],
  'cn-shanghai': ['100.98.35.0/24', '100.98.110.0/24', '100.98.169.0/24', '100.118.102.0/24'],
  'cn-nanjing': ['100.114.142.0/24'],
  'cn-fuzhou': ['100.115.21.0/24'],
  'cn-wuhan-lr': ['100.115.89.0/24'],
  'cn-qingdao': ['100.115.173.0/24', '100.99.113.0/24', '100.99.114.0/24', '100.99.115.0/24'],
  'cn-beijing': ['100.118.58.0/24', '100.118.167.0/24', '100.118.170.0/24', '100.118.171.0/24', '100.118.172.0/24', '100.118.173.0/24'],
  'cn-zhangjiakou': ['100.118.90.0/24', '100.98.159.0/24', '100.114.0.0/24', '100.114.1.0/24'],
  'cn-huhehaote': ['100.118.195.0/24', '100.99.110.0/24', '100.99.111.0/24', '100.99.112.0/24'],
  'cn-wulanchabu': ['100.114.11.0/24', '100.114.12.0/24', '100.114.100.0/24', '100.118.214.0/24'],
  'cn-shenzhen': ['100.118.78.0/24', '100.118.203.0/24', '100.118.204.0/24', '100.118.217.0/24'],
  'cn-heyuan': ['100.98.83.0/24', '100.118.174.0/24'],
  'cn-guangzhou': ['100.115.33.0/24', '100.114.101.0/24'],
  'cn-chengdu': ['100.115.155.0/24', '100.99.107.0/24', '100.99.108.0/24', '100.99.109.0/24'],
  'cn-hongkong': ['100.115.61.0/24', '100.99.103.0/24', '100.99.104.0/24', '100.99.106.0/24'],
  'ap-northeast-1': ['100.114.211.0/24', '100.114.114.0/25'],
  'ap-northeast-2': ['100.99.119.0/24'],
  'ap-southeast-1': ['100.118.219.0/24', '100.99.213.0/24', '100.99.116.0/24', '100.99.117.0/24'],
  'ap-southeast-3': ['100.118.165.0/24', '100.99.125.0/24', '100.99.130.0/24', '100.99.131.0/24'],
  'ap-southeast-5': ['100.114.98.0/24'],
  'ap-southeast-6': ['100.115.16.0/24'],
  'ap-southeast-7': ['100.98.249.0/24'],
  'eu-central-1': ['100.115.154.0/24'],
  'eu-west-1': ['100.114.114.128/25'],
  'us-west-1': ['100.115.107.0/24'],
  'us-east-1': ['100.115.60.0/24', '100.99.100.0/24', '100.99.101.0/24', '100.99.102.0/24'],
  'na-south-1': ['100.115.112.0/27'],
  'me-east-1': ['100.99.235.0/24'],
  'me-central-1': ['100.99.121.0/24'],
};

/**
 * The blocks that the internal endpoints of OSS have their addresses in, by region. All of a region's must be routed:
 * the virtual address moves between them. Undefined for a region that the source doesn't list.
 *
 * @example
 * ossAddresses('cn-nanjing')?.map(String); // ['100.114.142.0/24']
 */
export const ossAddresses = (region: string): readonly CidrBlock[] | undefined =>
  // A region by the name of a property that every object has must not be found.
  Object.hasOwn(texts, region) ? texts[region]?.map((text) => parseCidrBlock(text)) : undefined;

/** The regions that the source lists. */
export const ossRegions: readonly string[] = Object.keys(texts);
