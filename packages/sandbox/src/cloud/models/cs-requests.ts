// Written by scripts/write-cloud-models.ts from the model classes of @alicloud/cs20151215 7.2.0. Don't edit.
import type { RequestModels } from './request-model.ts';

/** What the requests of CS's operations may carry. */
export const csRequests: RequestModels = {
  CreateClusterNodePool: {
    query: {},
    body: {
      auto_mode: { enable: 'boolean' },
      auto_scaling: {
        eip_bandwidth: 'number', eip_internet_charge_type: 'string', enable: 'boolean', is_bond_eip: 'boolean', max_instances: 'number',
        min_instances: 'number', type: 'string',
      },
      count: 'number', eflo_node_group: { auto_attach_enabled: 'boolean', cluster_id: 'string', group_id: 'string', worker_ram_role_name: 'string' },
      host_network: 'boolean',
      interconnect_config: { bandwidth: 'number', ccn_id: 'string', ccn_region_id: 'string', cen_id: 'string', improved_period: 'string' },
      interconnect_mode: 'string', intranet: 'boolean',
      kubernetes_config: {
        cms_enabled: 'boolean', cpu_policy: 'string', labels: [{ key: 'string', value: 'string' }], node_name_mode: 'string', pre_user_data: 'string',
        runtime: 'string', runtime_version: 'string', taints: [{ effect: 'string', key: 'string', value: 'string' }], unschedulable: 'boolean',
        user_data: 'string',
      },
      management: {
        auto_fault_diagnosis: 'boolean', auto_repair: 'boolean',
        auto_repair_policy: {
          approval_required: 'boolean', max_parallel_repairing_nodes: 'string', max_unhealthy_nodes_threshold: 'string', restart_node: 'boolean',
        },
        auto_upgrade: 'boolean', auto_upgrade_policy: { auto_upgrade_kubelet: 'boolean', auto_upgrade_os: 'boolean', auto_upgrade_runtime: 'boolean' },
        auto_vul_fix: 'boolean', auto_vul_fix_policy: { exclude_packages: 'string', restart_node: 'boolean', vul_level: 'string' }, drift_enabled: 'boolean',
        enable: 'boolean', upgrade_config: { auto_upgrade: 'boolean', max_unavailable: 'number', surge: 'number', surge_percentage: 'number' },
      },
      max_nodes: 'number',
      node_components: [{
        config: { custom_config: { '*': 'any' }, envs: [{ name: 'string', value: 'string' }] }, name: 'string', version: 'string',
      }],
      node_config: {
        kubelet_configuration: {
          allowedUnsafeSysctls: ['string'], clusterDNS: ['string'], containerLogMaxFiles: 'number', containerLogMaxSize: 'string',
          containerLogMaxWorkers: 'number', containerLogMonitorInterval: 'string', cpuCFSQuota: 'boolean', cpuCFSQuotaPeriod: 'string',
          cpuManagerPolicy: 'string', eventBurst: 'number', eventRecordQPS: 'number', evictionHard: { '*': 'any' }, evictionSoft: { '*': 'any' },
          evictionSoftGracePeriod: { '*': 'any' }, featureGates: { '*': 'any' }, imageGCHighThresholdPercent: 'number', imageGCLowThresholdPercent: 'number',
          kubeAPIBurst: 'number', kubeAPIQPS: 'number', kubeReserved: { '*': 'any' }, maxPods: 'number', memoryManagerPolicy: 'string', podPidsLimit: 'number',
          readOnlyPort: 'number', registryBurst: 'number', registryPullQPS: 'number', reservedMemory: [{ limits: { '*': 'any' }, numaNode: 'number' }],
          serializeImagePulls: 'boolean', serverTLSBootstrap: 'boolean', systemReserved: { '*': 'any' }, topologyManagerPolicy: 'string',
          tracing: { endpoint: 'string', samplingRatePerMillion: 'number' },
        },
      },
      nodepool_info: { 'name!': 'string', resource_group_id: 'string', type: 'string' },
      scaling_group: {
        auto_renew: 'boolean', auto_renew_period: 'number', cis_enabled: 'boolean', compensate_with_on_demand: 'boolean',
        cpu_options: { nested_virtualization: 'string' },
        data_disks: [{
          auto_format: 'boolean', auto_snapshot_policy_id: 'string', bursting_enabled: 'boolean', category: 'string', device: 'string', disk_name: 'string',
          encrypted: 'string', file_system: 'string', kms_key_id: 'string', mount_target: 'string', performance_level: 'string', provisioned_iops: 'number',
          size: 'number', snapshot_id: 'string',
        }],
        deploymentset_id: 'string', desired_size: 'number',
        disk_init: [{
          'disk_name!': 'string', local_disk: 'boolean', mkfs_type: 'string', mount_for_runtime: 'boolean', mount_target: 'string',
        }],
        enable_high_density_mode: 'boolean', image_id: 'string', image_type: 'string', 'instance_charge_type!': 'string',
        instance_metadata_options: { http_tokens: 'string' },
        instance_patterns: [{
          architectures: ['string'], burst_performance_option: 'string', core: 'number', cores: 'number', cpu_architectures: ['string'],
          excluded_instance_types: ['string'], instance_categories: ['string'], instance_family_level: 'string', instance_type_families: ['string'],
          max_cpu_cores: 'number', max_memory_size: 'number', max_price: 'number', maximum_gpu_amount: 'number', memory: 'number', min_cpu_cores: 'number',
          min_memory_size: 'number', minimum_eni_ipv6_address_quantity: 'number', minimum_eni_private_ip_address_quantity: 'number',
          minimum_eni_quantity: 'number',
        }],
        'instance_types!': ['string'], internet_charge_type: 'string', internet_max_bandwidth_out: 'number', key_pair: 'string', login_as_non_root: 'boolean',
        login_password: 'string', multi_az_policy: 'string', on_demand_base_capacity: 'number', on_demand_percentage_above_base_capacity: 'number',
        period: 'number', period_unit: 'string', platform: 'string', private_pool_options: { id: 'string', match_criteria: 'string' }, ram_role_name: 'string',
        rds_instances: ['string'], resource_pool_options: { private_pool_ids: ['string'], strategy: 'string' }, scaling_policy: 'string',
        security_group_id: 'string', security_group_ids: ['string'], security_hardening_os: 'boolean', soc_enabled: 'boolean', spot_instance_pools: 'number',
        spot_instance_remedy: 'boolean', spot_price_limit: [{ instance_type: 'string', price_limit: 'string' }], spot_strategy: 'string',
        system_disk_bursting_enabled: 'boolean', system_disk_categories: ['string'], system_disk_category: 'string', system_disk_encrypt_algorithm: 'string',
        system_disk_encrypted: 'boolean', system_disk_kms_key_id: 'string', system_disk_performance_level: 'string', system_disk_provisioned_iops: 'number',
        system_disk_size: 'number', system_disk_snapshot_policy_id: 'string', tags: [{ key: 'string', value: 'string' }], 'vswitch_ids!': ['string'],
      },
      tee_config: { tee_enable: 'boolean' },
    },
  },
  DeleteClusterNodepool: { query: { force: 'boolean' } },
  DeleteClusterNodes: { query: {}, body: { drain_node: 'boolean', 'nodes!': ['string'], release_node: 'boolean' } },
  DescribeAddon: {
    query: {
      cluster_id: 'string', cluster_spec: 'string', cluster_type: 'string', cluster_version: 'string', profile: 'string', region_id: 'string',
      version: 'string',
    },
  },
  DescribeAddons: {
    query: { cluster_profile: 'string', cluster_spec: 'string', cluster_type: 'string', cluster_version: 'string', 'region!': 'string' },
  },
  DescribeClusterAddonInstance: { query: {} },
  DescribeClusterDetail: { query: {} },
  DescribeClusterNodePoolDetail: { query: {} },
  DescribeClusterNodePools: { query: { NodepoolName: 'string' } },
  DescribeClusterNodes: {
    query: {
      instanceIds: 'string', nodeIps: 'string', nodeLabels: 'string', nodeNames: 'string', nodepool_id: 'string', pageNumber: 'string', pageSize: 'string',
      state: 'string',
    },
  },
  DescribeClusterTasks: { query: { max_results: 'number', next_token: 'string', page_number: 'number', page_size: 'number' } },
  DescribeClusterUserKubeconfig: { query: { PrivateIpAddress: 'boolean', TemporaryDurationMinutes: 'number' } },
  DescribeClustersV1: {
    query: {
      cluster_id: 'string', cluster_spec: 'string', cluster_type: 'string', name: 'string', page_number: 'number', page_size: 'number', profile: 'string',
      region_id: 'string',
    },
  },
  DescribeExternalAgent: { query: { AgentMode: 'string', PrivateIpAddress: 'string' } },
  DescribeTaskInfo: { query: {} },
  DescribeUserQuota: { query: {} },
  GetClusterAddonInstance: { query: {} },
  InstallClusterAddons: { query: {}, body: [{ config: 'string', 'name!': 'string', 'version!': 'string' }] },
  ListAddons: {
    query: {
      cluster_id: 'string', cluster_spec: 'string', cluster_type: 'string', cluster_version: 'string', profile: 'string', region_id: 'string',
    },
  },
  ListClusterAddonInstances: { query: {} },
  ModifyClusterAddon: { query: {}, body: { config: 'string' } },
  ModifyClusterNodePool: {
    query: {},
    body: {
      auto_scaling: {
        eip_bandwidth: 'number', eip_internet_charge_type: 'string', enable: 'boolean', is_bond_eip: 'boolean', max_instances: 'number',
        min_instances: 'number', type: 'string',
      },
      concurrency: 'boolean', eflo_node_group: { auto_attach_enabled: 'string' },
      kubernetes_config: {
        cms_enabled: 'boolean', cpu_policy: 'string', labels: [{ key: 'string', value: 'string' }], node_name_mode: 'string', pre_user_data: 'string',
        runtime: 'string', runtime_version: 'string', taints: [{ effect: 'string', key: 'string', value: 'string' }], unschedulable: 'boolean',
        user_data: 'string',
      },
      management: {
        auto_fault_diagnosis: 'boolean', auto_repair: 'boolean',
        auto_repair_policy: {
          approval_required: 'boolean', auto_repair_policy_id: 'string', max_parallel_repairing_nodes: 'string', max_unhealthy_nodes_threshold: 'string',
          restart_node: 'boolean',
        },
        auto_upgrade: 'boolean', auto_upgrade_policy: { auto_upgrade_kubelet: 'boolean', auto_upgrade_os: 'boolean', auto_upgrade_runtime: 'boolean' },
        auto_vul_fix: 'boolean', auto_vul_fix_policy: { exclude_packages: 'string', restart_node: 'boolean', vul_level: 'string' }, drift_enabled: 'boolean',
        enable: 'boolean', upgrade_config: { auto_upgrade: 'boolean', max_unavailable: 'number', surge: 'number', surge_percentage: 'number' },
      },
      nodepool_info: { name: 'string', resource_group_id: 'string' },
      scaling_group: {
        auto_renew: 'boolean', auto_renew_period: 'number', compensate_with_on_demand: 'boolean',
        data_disks: [{
          auto_format: 'boolean', auto_snapshot_policy_id: 'string', bursting_enabled: 'boolean', category: 'string', device: 'string', disk_name: 'string',
          encrypted: 'string', file_system: 'string', kms_key_id: 'string', mount_target: 'string', performance_level: 'string', provisioned_iops: 'number',
          size: 'number', snapshot_id: 'string',
        }],
        deploymentset_id: 'string', desired_size: 'number',
        disk_init: [{
          'disk_name!': 'string', local_disk: 'boolean', mkfs_type: 'string', mount_for_runtime: 'boolean', mount_target: 'string',
        }],
        enable_high_density_mode: 'boolean', image_id: 'string', image_type: 'string', instance_charge_type: 'string',
        instance_patterns: [{
          architectures: ['string'], burst_performance_option: 'string', core: 'number', cores: 'number', cpu_architectures: ['string'],
          excluded_instance_types: ['string'], instance_categories: ['string'], instance_family_level: 'string', instance_type_families: ['string'],
          max_cpu_cores: 'number', max_memory_size: 'number', max_price: 'number', maximum_gpu_amount: 'number', memory: 'number', min_cpu_cores: 'number',
          min_memory_size: 'number', minimum_eni_ipv6_address_quantity: 'number', minimum_eni_private_ip_address_quantity: 'number',
          minimum_eni_quantity: 'number',
        }],
        instance_types: ['string'], internet_charge_type: 'string', internet_max_bandwidth_out: 'number', key_pair: 'string', login_password: 'string',
        multi_az_policy: 'string', on_demand_base_capacity: 'number', on_demand_percentage_above_base_capacity: 'number', period: 'number',
        period_unit: 'string', platform: 'string', private_pool_options: { id: 'string', match_criteria: 'string' }, rds_instances: ['string'],
        resource_pool_options: { private_pool_ids: ['string'], strategy: 'string' }, scaling_policy: 'string', security_group_ids: ['string'],
        spot_instance_pools: 'number', spot_instance_remedy: 'boolean', spot_price_limit: [{ instance_type: 'string', price_limit: 'string' }],
        spot_strategy: 'string', system_disk_bursting_enabled: 'boolean', system_disk_categories: ['string'], system_disk_category: 'string',
        system_disk_encrypt_algorithm: 'string', system_disk_encrypted: 'boolean', system_disk_kms_key_id: 'string', system_disk_performance_level: 'string',
        system_disk_provisioned_iops: 'number', system_disk_size: 'number', system_disk_snapshot_policy_id: 'string',
        tags: [{ key: 'string', value: 'string' }], vswitch_ids: ['string'],
      },
      tee_config: { tee_enable: 'boolean' }, update_nodes: 'boolean',
    },
  },
  RemoveNodePoolNodes: { query: { concurrency: 'boolean', drain_node: 'boolean', instance_ids: 'json', nodes: 'json', release_node: 'boolean' } },
  ScaleClusterNodePool: { query: {}, body: { count: 'number' } },
  UnInstallClusterAddons: { query: {}, body: [{ cleanup_cloud_resources: 'boolean', name: 'string' }] },
  UpgradeClusterAddons: {
    query: {}, body: [{ 'component_name!': 'string', config: 'string', 'next_version!': 'string', policy: 'string', version: 'string' }],
  },
};
