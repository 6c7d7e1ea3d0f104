// Generated from HCSSchema by DocumentTablesTests; do not edit.
#include "schema.h"

static const hcs_json_document document_ContainerConfig;
static const hcs_json_document document_ProcessConfig;
static const hcs_json_document document_ResourceModificationRequestResponse;
static const hcs_json_document document_ComputeSystemQuery;
static const hcs_json_document document_Layer;
static const hcs_json_document document_MappedDir;
static const hcs_json_document document_MappedPipe;
static const hcs_json_document document_HvRuntime;
static const hcs_json_document document_MappedVirtualDisk;
static const hcs_json_document document_AssignedDevice;
static const hcs_json_document document_ContainerProperties;
static const hcs_json_document document_ProcessListItem;
static const hcs_json_document document_MappedVirtualDiskController;
static const hcs_json_document document_Statistics;
static const hcs_json_document document_MemoryStats;
static const hcs_json_document document_ProcessorStats;
static const hcs_json_document document_StorageStats;
static const hcs_json_document document_NetworkStats;

static const char *const document_ContainerConfig_SystemType_choices[] = {"Container", NULL};
static const hcs_node document_ContainerConfig_Layers_item = {.type = HCS_DOCUMENT, .document = &document_Layer};
static const hcs_node document_ContainerConfig_MappedDirectories_item = {.type = HCS_DOCUMENT, .document = &document_MappedDir};
static const hcs_node document_ContainerConfig_MappedPipes_item = {.type = HCS_DOCUMENT, .document = &document_MappedPipe};
static const hcs_node document_ContainerConfig_EndpointList_item = {.type = HCS_TEXT, .text = HCS_FREE};
static const char *const document_ContainerConfig_ContainerType_choices[] = {"Linux", NULL};
static const hcs_node document_ContainerConfig_MappedVirtualDisks_item = {.type = HCS_DOCUMENT, .document = &document_MappedVirtualDisk};
static const hcs_node document_ContainerConfig_AssignedDevices_item = {.type = HCS_DOCUMENT, .document = &document_AssignedDevice};
static const hcs_field document_ContainerConfig_fields[] = {
    {"SystemType", 10, false, {.type = HCS_TEXT, .text = HCS_CHOICE, .choices = document_ContainerConfig_SystemType_choices, .ignores_case = true, .may_be_empty = true}},
    {"Name", 4, false, {.type = HCS_TEXT, .text = HCS_FREE}},
    {"Owner", 5, false, {.type = HCS_TEXT, .text = HCS_FREE}},
    {"VolumePath", 10, false, {.type = HCS_TEXT, .text = HCS_FREE}},
    {"IgnoreFlushesDuringBoot", 23, false, {.type = HCS_FLAG}},
    {"LayerFolderPath", 15, false, {.type = HCS_TEXT, .text = HCS_PATH, .may_be_empty = true, .one_line = false}},
    {"Layers", 6, false, {.type = HCS_LIST, .limit = 500, .item = &document_ContainerConfig_Layers_item}},
    {"Credentials", 11, false, {.type = HCS_TEXT, .text = HCS_FREE}},
    {"ProcessorCount", 14, false, {.type = HCS_INTEGER, .is_signed = false, .allows_zero = true, .minimum = 0, .maximum = 4294967295u}},
    {"ProcessorWeight", 15, false, {.type = HCS_INTEGER, .is_signed = false, .allows_zero = false, .minimum = 0, .maximum = 10000u}},
    {"ProcessorMaximum", 16, false, {.type = HCS_INTEGER, .is_signed = true, .allows_zero = false, .minimum = 0, .maximum = 10000u}},
    {"StorageIOPSMaximum", 18, false, {.type = HCS_INTEGER, .is_signed = false, .allows_zero = true, .minimum = 0, .maximum = 18446744073709551615u}},
    {"StorageBandwidthMaximum", 23, false, {.type = HCS_INTEGER, .is_signed = false, .allows_zero = true, .minimum = 0, .maximum = 18446744073709551615u}},
    {"StorageSandboxSize", 18, false, {.type = HCS_INTEGER, .is_signed = false, .allows_zero = false, .minimum = 0, .maximum = 9223372036854775807u}},
    {"MemoryMaximumInMB", 17, false, {.type = HCS_INTEGER, .is_signed = true, .allows_zero = true, .minimum = 4, .maximum = 8796093022208u}},
    {"HostName", 8, false, {.type = HCS_TEXT, .text = HCS_HOST_NAME}},
    {"MappedDirectories", 17, false, {.type = HCS_LIST, .limit = 0, .item = &document_ContainerConfig_MappedDirectories_item}},
    {"MappedPipes", 11, false, {.type = HCS_LIST, .limit = 0, .item = &document_ContainerConfig_MappedPipes_item}},
    {"HvPartition", 11, false, {.type = HCS_FLAG}},
    {"NetworkSharedContainerName", 26, false, {.type = HCS_TEXT, .text = HCS_FREE}},
    {"EndpointList", 12, false, {.type = HCS_LIST, .limit = 0, .item = &document_ContainerConfig_EndpointList_item}},
    {"HvRuntime", 9, false, {.type = HCS_DOCUMENT, .document = &document_HvRuntime}},
    {"Servicing", 9, false, {.type = HCS_FLAG}},
    {"AllowUnqualifiedDNSQuery", 24, false, {.type = HCS_FLAG}},
    {"DNSSearchList", 13, false, {.type = HCS_TEXT, .text = HCS_FREE}},
    {"ContainerType", 13, false, {.type = HCS_TEXT, .text = HCS_CHOICE, .choices = document_ContainerConfig_ContainerType_choices, .ignores_case = true, .may_be_empty = true}},
    {"TerminateOnLastHandleClosed", 27, false, {.type = HCS_FLAG}},
    {"MappedVirtualDisks", 18, false, {.type = HCS_LIST, .limit = 0, .item = &document_ContainerConfig_MappedVirtualDisks_item}},
    {"AssignedDevices", 15, false, {.type = HCS_LIST, .limit = 0, .item = &document_ContainerConfig_AssignedDevices_item}},
    {"RegistryChanges", 15, false, {.type = HCS_ANY}},
};

static const hcs_rule document_ContainerConfig_rules[] = {
    {0x0, 0x40, 6, HCS_JSON_ERROR, "is empty; a container needs at least one layer"},
    {0x200000, 0x40000, 21, HCS_JSON_ERROR, "is only for a container with HvPartition"},
    {0x180000, 0x0, 20, HCS_JSON_ERROR, "and NetworkSharedContainerName exclude each other"},
};

static const hcs_json_document document_ContainerConfig = {
    .name = "ContainerConfig",
    .fields = document_ContainerConfig_fields,
    .field_count = 30,
    .rule_count = 3,
    .rules = document_ContainerConfig_rules,
    .required = 0x0,
    .telling = 0x3fffffff,
};

static const hcs_node document_ProcessConfig_CommandArgs_item = {.type = HCS_TEXT, .text = HCS_FREE};
static const hcs_node document_ProcessConfig_Environment_item = {.type = HCS_TEXT, .text = HCS_FREE};
static const hcs_node document_ProcessConfig_ConsoleSize_item = {.type = HCS_INTEGER, .is_signed = false, .allows_zero = false, .minimum = 0, .maximum = 65535u};
static const hcs_field document_ProcessConfig_fields[] = {
    {"ApplicationName", 15, false, {.type = HCS_TEXT, .text = HCS_FREE}},
    {"CommandLine", 11, false, {.type = HCS_TEXT, .text = HCS_COMMAND_LINE}},
    {"CommandArgs", 11, false, {.type = HCS_LIST, .limit = 0, .item = &document_ProcessConfig_CommandArgs_item}},
    {"User", 4, false, {.type = HCS_TEXT, .text = HCS_FREE}},
    {"WorkingDirectory", 16, false, {.type = HCS_TEXT, .text = HCS_PATH, .may_be_empty = true, .one_line = false}},
    {"Environment", 11, false, {.type = HCS_MAP, .keys = HCS_VARIABLES, .item = &document_ProcessConfig_Environment_item}},
    {"EmulateConsole", 14, false, {.type = HCS_FLAG}},
    {"CreateStdInPipe", 15, false, {.type = HCS_FLAG}},
    {"CreateStdOutPipe", 16, false, {.type = HCS_FLAG}},
    {"CreateStdErrPipe", 16, false, {.type = HCS_FLAG}},
    {"ConsoleSize", 11, false, {.type = HCS_TUPLE, .limit = 2, .item = &document_ProcessConfig_ConsoleSize_item}},
    {"CreateInUtilityVm", 17, false, {.type = HCS_FLAG}},
    {"OCISpecification", 16, false, {.type = HCS_ANY}},
};

static const hcs_rule document_ProcessConfig_rules[] = {
    {0x0, 0x7, 2, HCS_JSON_ERROR, "is empty, and so is CommandLine: there is no command"},
    {0x6, 0x0, 1, HCS_JSON_WARNING, "is not used beside CommandArgs"},
};

static const hcs_json_document document_ProcessConfig = {
    .name = "ProcessConfig",
    .fields = document_ProcessConfig_fields,
    .field_count = 13,
    .rule_count = 2,
    .rules = document_ProcessConfig_rules,
    .required = 0x0,
    .telling = 0x1fff,
};

static const char *const document_ResourceModificationRequestResponse_ResourceType_choices[] = {"Network", "MappedVirtualDisk", "MappedDirectory", "MappedPipe", "Memory", "CpuGroup", "Statistics", "ProcessList", "PendingUpdates", "TerminateOnLastHandleClosed", "SystemGUID", NULL};
static const char *const document_ResourceModificationRequestResponse_RequestType_choices[] = {"Add", "Remove", "Update", NULL};
static const hcs_field document_ResourceModificationRequestResponse_fields[] = {
    {"ResourceType", 12, true, {.type = HCS_TEXT, .text = HCS_CHOICE, .choices = document_ResourceModificationRequestResponse_ResourceType_choices, .ignores_case = false, .may_be_empty = false}},
    {"Settings", 8, false, {.type = HCS_ANY}},
    {"RequestType", 11, false, {.type = HCS_TEXT, .text = HCS_CHOICE, .choices = document_ResourceModificationRequestResponse_RequestType_choices, .ignores_case = false, .may_be_empty = true}},
};

static const hcs_json_document document_ResourceModificationRequestResponse = {
    .name = "ResourceModificationRequestResponse",
    .fields = document_ResourceModificationRequestResponse_fields,
    .field_count = 3,
    .rule_count = 0,
    .rules = NULL,
    .required = 0x1,
    .telling = 0x7,
};

static const hcs_node document_ComputeSystemQuery_Ids_item = {.type = HCS_TEXT, .text = HCS_FREE};
static const hcs_node document_ComputeSystemQuery_Types_item = {.type = HCS_TEXT, .text = HCS_FREE};
static const hcs_node document_ComputeSystemQuery_Names_item = {.type = HCS_TEXT, .text = HCS_FREE};
static const hcs_node document_ComputeSystemQuery_Owners_item = {.type = HCS_TEXT, .text = HCS_FREE};
static const hcs_field document_ComputeSystemQuery_fields[] = {
    {"Ids", 3, false, {.type = HCS_LIST, .limit = 0, .item = &document_ComputeSystemQuery_Ids_item}},
    {"Types", 5, false, {.type = HCS_LIST, .limit = 0, .item = &document_ComputeSystemQuery_Types_item}},
    {"Names", 5, false, {.type = HCS_LIST, .limit = 0, .item = &document_ComputeSystemQuery_Names_item}},
    {"Owners", 6, false, {.type = HCS_LIST, .limit = 0, .item = &document_ComputeSystemQuery_Owners_item}},
};

static const hcs_json_document document_ComputeSystemQuery = {
    .name = "ComputeSystemQuery",
    .fields = document_ComputeSystemQuery_fields,
    .field_count = 4,
    .rule_count = 0,
    .rules = NULL,
    .required = 0x0,
    .telling = 0xf,
};

static const hcs_field document_Layer_fields[] = {
    {"ID", 2, false, {.type = HCS_TEXT, .text = HCS_FREE}},
    {"Path", 4, true, {.type = HCS_TEXT, .text = HCS_PATH, .may_be_empty = false, .one_line = false}},
};

static const hcs_json_document document_Layer = {
    .name = "Layer",
    .fields = document_Layer_fields,
    .field_count = 2,
    .rule_count = 0,
    .rules = NULL,
    .required = 0x2,
    .telling = 0x0,
};

static const hcs_field document_MappedDir_fields[] = {
    {"HostPath", 8, true, {.type = HCS_TEXT, .text = HCS_PATH, .may_be_empty = false, .one_line = true}},
    {"ContainerPath", 13, true, {.type = HCS_TEXT, .text = HCS_PATH, .may_be_empty = false, .one_line = true}},
    {"ReadOnly", 8, false, {.type = HCS_FLAG}},
    {"BandwidthMaximum", 16, false, {.type = HCS_INTEGER, .is_signed = false, .allows_zero = true, .minimum = 0, .maximum = 18446744073709551615u}},
    {"IOPSMaximum", 11, false, {.type = HCS_INTEGER, .is_signed = false, .allows_zero = true, .minimum = 0, .maximum = 18446744073709551615u}},
    {"CreateInUtilityVM", 17, false, {.type = HCS_FLAG}},
    {"LinuxMetadata", 13, false, {.type = HCS_FLAG}},
};

static const hcs_json_document document_MappedDir = {
    .name = "MappedDir",
    .fields = document_MappedDir_fields,
    .field_count = 7,
    .rule_count = 0,
    .rules = NULL,
    .required = 0x3,
    .telling = 0x0,
};

static const hcs_field document_MappedPipe_fields[] = {
    {"HostPath", 8, true, {.type = HCS_TEXT, .text = HCS_PATH, .may_be_empty = false, .one_line = true}},
    {"ContainerPipeName", 17, true, {.type = HCS_TEXT, .text = HCS_FILLED}},
};

static const hcs_json_document document_MappedPipe = {
    .name = "MappedPipe",
    .fields = document_MappedPipe_fields,
    .field_count = 2,
    .rule_count = 0,
    .rules = NULL,
    .required = 0x3,
    .telling = 0x0,
};

static const char *const document_HvRuntime_BootSource_choices[] = {"Vhd", NULL};
static const hcs_field document_HvRuntime_fields[] = {
    {"ImagePath", 9, false, {.type = HCS_TEXT, .text = HCS_PATH, .may_be_empty = true, .one_line = false}},
    {"SkipTemplate", 12, false, {.type = HCS_FLAG}},
    {"LinuxInitrdFile", 15, false, {.type = HCS_TEXT, .text = HCS_FREE}},
    {"LinuxKernelFile", 15, false, {.type = HCS_TEXT, .text = HCS_FREE}},
    {"LinuxBootParameters", 19, false, {.type = HCS_TEXT, .text = HCS_LINE, .limit = 2048}},
    {"BootSource", 10, false, {.type = HCS_TEXT, .text = HCS_CHOICE, .choices = document_HvRuntime_BootSource_choices, .ignores_case = false, .may_be_empty = true}},
    {"WritableBootSource", 18, false, {.type = HCS_FLAG}},
};

static const hcs_json_document document_HvRuntime = {
    .name = "HvRuntime",
    .fields = document_HvRuntime_fields,
    .field_count = 7,
    .rule_count = 0,
    .rules = NULL,
    .required = 0x0,
    .telling = 0x0,
};

static const char *const document_MappedVirtualDisk_Cache_choices[] = {"Disabled", "Enabled", "Private", "PrivateAllowSharing", NULL};
static const hcs_field document_MappedVirtualDisk_fields[] = {
    {"HostPath", 8, false, {.type = HCS_TEXT, .text = HCS_PATH, .may_be_empty = true, .one_line = false}},
    {"ContainerPath", 13, false, {.type = HCS_TEXT, .text = HCS_PATH, .may_be_empty = true, .one_line = false}},
    {"CreateInUtilityVM", 17, false, {.type = HCS_FLAG}},
    {"ReadOnly", 8, false, {.type = HCS_FLAG}},
    {"Cache", 5, false, {.type = HCS_TEXT, .text = HCS_CHOICE, .choices = document_MappedVirtualDisk_Cache_choices, .ignores_case = false, .may_be_empty = true}},
    {"AttachOnly", 10, false, {.type = HCS_FLAG}},
};

static const hcs_rule document_MappedVirtualDisk_rules[] = {
    {0x0, 0x1, 0, HCS_JSON_ERROR, "is empty; there is no disk to attach"},
    {0x0, 0x22, 1, HCS_JSON_ERROR, "is empty; only a disk with AttachOnly needs none"},
};

static const hcs_json_document document_MappedVirtualDisk = {
    .name = "MappedVirtualDisk",
    .fields = document_MappedVirtualDisk_fields,
    .field_count = 6,
    .rule_count = 2,
    .rules = document_MappedVirtualDisk_rules,
    .required = 0x0,
    .telling = 0x0,
};

static const hcs_field document_AssignedDevice_fields[] = {
    {"InterfaceClassGuid", 18, false, {.type = HCS_TEXT, .text = HCS_FREE}},
};

static const hcs_json_document document_AssignedDevice = {
    .name = "AssignedDevice",
    .fields = document_AssignedDevice_fields,
    .field_count = 1,
    .rule_count = 0,
    .rules = NULL,
    .required = 0x0,
    .telling = 0x0,
};

static const hcs_node document_ContainerProperties_ProcessList_item = {.type = HCS_DOCUMENT, .document = &document_ProcessListItem};
static const hcs_node document_ContainerProperties_MappedVirtualDiskControllers_item = {.type = HCS_DOCUMENT, .document = &document_MappedVirtualDiskController};
static const hcs_field document_ContainerProperties_fields[] = {
    {"Id", 2, false, {.type = HCS_TEXT, .text = HCS_FREE}},
    {"State", 5, false, {.type = HCS_TEXT, .text = HCS_FREE}},
    {"Name", 4, false, {.type = HCS_TEXT, .text = HCS_FREE}},
    {"SystemType", 10, false, {.type = HCS_TEXT, .text = HCS_FREE}},
    {"RuntimeOsType", 13, false, {.type = HCS_TEXT, .text = HCS_FREE}},
    {"Owner", 5, false, {.type = HCS_TEXT, .text = HCS_FREE}},
    {"SiloGuid", 8, false, {.type = HCS_TEXT, .text = HCS_FREE}},
    {"RuntimeId", 9, false, {.type = HCS_TEXT, .text = HCS_FREE}},
    {"IsRuntimeTemplate", 17, false, {.type = HCS_FLAG}},
    {"RuntimeImagePath", 16, false, {.type = HCS_TEXT, .text = HCS_FREE}},
    {"Stopped", 7, false, {.type = HCS_FLAG}},
    {"ExitType", 8, false, {.type = HCS_TEXT, .text = HCS_FREE}},
    {"AreUpdatesPending", 17, false, {.type = HCS_FLAG}},
    {"ObRoot", 6, false, {.type = HCS_TEXT, .text = HCS_FREE}},
    {"Statistics", 10, false, {.type = HCS_DOCUMENT, .document = &document_Statistics}},
    {"ProcessList", 11, false, {.type = HCS_LIST, .limit = 0, .item = &document_ContainerProperties_ProcessList_item}},
    {"MappedVirtualDiskControllers", 28, false, {.type = HCS_MAP, .keys = HCS_INTEGERS, .item = &document_ContainerProperties_MappedVirtualDiskControllers_item}},
};

static const hcs_json_document document_ContainerProperties = {
    .name = "ContainerProperties",
    .fields = document_ContainerProperties_fields,
    .field_count = 17,
    .rule_count = 0,
    .rules = NULL,
    .required = 0x0,
    .telling = 0x0,
};

static const hcs_field document_ProcessListItem_fields[] = {
    {"CreateTimestamp", 15, false, {.type = HCS_TEXT, .text = HCS_TIMESTAMP}},
    {"ImageName", 9, false, {.type = HCS_TEXT, .text = HCS_FREE}},
    {"KernelTime100ns", 15, false, {.type = HCS_INTEGER, .is_signed = false, .allows_zero = true, .minimum = 0, .maximum = 18446744073709551615u}},
    {"MemoryCommitBytes", 17, false, {.type = HCS_INTEGER, .is_signed = false, .allows_zero = true, .minimum = 0, .maximum = 18446744073709551615u}},
    {"MemoryWorkingSetPrivateBytes", 28, false, {.type = HCS_INTEGER, .is_signed = false, .allows_zero = true, .minimum = 0, .maximum = 18446744073709551615u}},
    {"MemoryWorkingSetSharedBytes", 27, false, {.type = HCS_INTEGER, .is_signed = false, .allows_zero = true, .minimum = 0, .maximum = 18446744073709551615u}},
    {"ProcessId", 9, false, {.type = HCS_INTEGER, .is_signed = false, .allows_zero = true, .minimum = 0, .maximum = 4294967295u}},
    {"UserTime100ns", 13, false, {.type = HCS_INTEGER, .is_signed = false, .allows_zero = true, .minimum = 0, .maximum = 18446744073709551615u}},
};

static const hcs_json_document document_ProcessListItem = {
    .name = "ProcessListItem",
    .fields = document_ProcessListItem_fields,
    .field_count = 8,
    .rule_count = 0,
    .rules = NULL,
    .required = 0x0,
    .telling = 0x0,
};

static const hcs_node document_MappedVirtualDiskController_MappedVirtualDisks_item = {.type = HCS_DOCUMENT, .document = &document_MappedVirtualDisk};
static const hcs_field document_MappedVirtualDiskController_fields[] = {
    {"MappedVirtualDisks", 18, false, {.type = HCS_MAP, .keys = HCS_INTEGERS, .item = &document_MappedVirtualDiskController_MappedVirtualDisks_item}},
};

static const hcs_json_document document_MappedVirtualDiskController = {
    .name = "MappedVirtualDiskController",
    .fields = document_MappedVirtualDiskController_fields,
    .field_count = 1,
    .rule_count = 0,
    .rules = NULL,
    .required = 0x0,
    .telling = 0x0,
};

static const hcs_node document_Statistics_Network_item = {.type = HCS_DOCUMENT, .document = &document_NetworkStats};
static const hcs_field document_Statistics_fields[] = {
    {"Timestamp", 9, false, {.type = HCS_TEXT, .text = HCS_TIMESTAMP}},
    {"ContainerStartTime", 18, false, {.type = HCS_TEXT, .text = HCS_TIMESTAMP}},
    {"Uptime100ns", 11, false, {.type = HCS_INTEGER, .is_signed = false, .allows_zero = true, .minimum = 0, .maximum = 18446744073709551615u}},
    {"Memory", 6, false, {.type = HCS_DOCUMENT, .document = &document_MemoryStats}},
    {"Processor", 9, false, {.type = HCS_DOCUMENT, .document = &document_ProcessorStats}},
    {"Storage", 7, false, {.type = HCS_DOCUMENT, .document = &document_StorageStats}},
    {"Network", 7, false, {.type = HCS_LIST, .limit = 0, .item = &document_Statistics_Network_item}},
};

static const hcs_json_document document_Statistics = {
    .name = "Statistics",
    .fields = document_Statistics_fields,
    .field_count = 7,
    .rule_count = 0,
    .rules = NULL,
    .required = 0x0,
    .telling = 0x0,
};

static const hcs_field document_MemoryStats_fields[] = {
    {"MemoryUsageCommitBytes", 22, false, {.type = HCS_INTEGER, .is_signed = false, .allows_zero = true, .minimum = 0, .maximum = 18446744073709551615u}},
    {"MemoryUsageCommitPeakBytes", 26, false, {.type = HCS_INTEGER, .is_signed = false, .allows_zero = true, .minimum = 0, .maximum = 18446744073709551615u}},
    {"MemoryUsagePrivateWorkingSetBytes", 33, false, {.type = HCS_INTEGER, .is_signed = false, .allows_zero = true, .minimum = 0, .maximum = 18446744073709551615u}},
};

static const hcs_json_document document_MemoryStats = {
    .name = "MemoryStats",
    .fields = document_MemoryStats_fields,
    .field_count = 3,
    .rule_count = 0,
    .rules = NULL,
    .required = 0x0,
    .telling = 0x0,
};

static const hcs_field document_ProcessorStats_fields[] = {
    {"TotalRuntime100ns", 17, false, {.type = HCS_INTEGER, .is_signed = false, .allows_zero = true, .minimum = 0, .maximum = 18446744073709551615u}},
    {"RuntimeUser100ns", 16, false, {.type = HCS_INTEGER, .is_signed = false, .allows_zero = true, .minimum = 0, .maximum = 18446744073709551615u}},
    {"RuntimeKernel100ns", 18, false, {.type = HCS_INTEGER, .is_signed = false, .allows_zero = true, .minimum = 0, .maximum = 18446744073709551615u}},
};

static const hcs_json_document document_ProcessorStats = {
    .name = "ProcessorStats",
    .fields = document_ProcessorStats_fields,
    .field_count = 3,
    .rule_count = 0,
    .rules = NULL,
    .required = 0x0,
    .telling = 0x0,
};

static const hcs_field document_StorageStats_fields[] = {
    {"ReadCountNormalized", 19, false, {.type = HCS_INTEGER, .is_signed = false, .allows_zero = true, .minimum = 0, .maximum = 18446744073709551615u}},
    {"ReadSizeBytes", 13, false, {.type = HCS_INTEGER, .is_signed = false, .allows_zero = true, .minimum = 0, .maximum = 18446744073709551615u}},
    {"WriteCountNormalized", 20, false, {.type = HCS_INTEGER, .is_signed = false, .allows_zero = true, .minimum = 0, .maximum = 18446744073709551615u}},
    {"WriteSizeBytes", 14, false, {.type = HCS_INTEGER, .is_signed = false, .allows_zero = true, .minimum = 0, .maximum = 18446744073709551615u}},
};

static const hcs_json_document document_StorageStats = {
    .name = "StorageStats",
    .fields = document_StorageStats_fields,
    .field_count = 4,
    .rule_count = 0,
    .rules = NULL,
    .required = 0x0,
    .telling = 0x0,
};

static const hcs_field document_NetworkStats_fields[] = {
    {"BytesReceived", 13, false, {.type = HCS_INTEGER, .is_signed = false, .allows_zero = true, .minimum = 0, .maximum = 18446744073709551615u}},
    {"BytesSent", 9, false, {.type = HCS_INTEGER, .is_signed = false, .allows_zero = true, .minimum = 0, .maximum = 18446744073709551615u}},
    {"PacketsReceived", 15, false, {.type = HCS_INTEGER, .is_signed = false, .allows_zero = true, .minimum = 0, .maximum = 18446744073709551615u}},
    {"PacketsSent", 11, false, {.type = HCS_INTEGER, .is_signed = false, .allows_zero = true, .minimum = 0, .maximum = 18446744073709551615u}},
    {"DroppedPacketsIncoming", 22, false, {.type = HCS_INTEGER, .is_signed = false, .allows_zero = true, .minimum = 0, .maximum = 18446744073709551615u}},
    {"DroppedPacketsOutgoing", 22, false, {.type = HCS_INTEGER, .is_signed = false, .allows_zero = true, .minimum = 0, .maximum = 18446744073709551615u}},
    {"EndpointId", 10, false, {.type = HCS_TEXT, .text = HCS_FREE}},
    {"InstanceId", 10, false, {.type = HCS_TEXT, .text = HCS_FREE}},
};

static const hcs_json_document document_NetworkStats = {
    .name = "NetworkStats",
    .fields = document_NetworkStats_fields,
    .field_count = 8,
    .rule_count = 0,
    .rules = NULL,
    .required = 0x0,
    .telling = 0x0,
};

const hcs_json_document *const hcs_documents[] = {
    &document_ContainerConfig,
    &document_ProcessConfig,
    &document_ResourceModificationRequestResponse,
    &document_ComputeSystemQuery,
    &document_Layer,
    &document_MappedDir,
    &document_MappedPipe,
    &document_HvRuntime,
    &document_MappedVirtualDisk,
    &document_AssignedDevice,
    &document_ContainerProperties,
    &document_ProcessListItem,
    &document_MappedVirtualDiskController,
    &document_Statistics,
    &document_MemoryStats,
    &document_ProcessorStats,
    &document_StorageStats,
    &document_NetworkStats,
    NULL,
};
