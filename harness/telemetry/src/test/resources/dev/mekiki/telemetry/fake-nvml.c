/* NVML's functions for two GPUs that never were, with its own types (nvml.h, API version 12). The second falls off the bus once the file LOST is there. */
#include <string.h>
#include <unistd.h>

typedef struct { unsigned int gpu, memory; } utilization_t;
typedef struct { unsigned int version; unsigned long long total, reserved, free, used; } memory_v2_t;
typedef struct { unsigned long long total, free, used; } memory_t;
typedef union { double d; int si; unsigned int ui; unsigned long ul; unsigned long long ull; long long sll; unsigned short us; } value_t;
typedef struct { unsigned int fieldId, scopeId; long long timestamp, latencyUsec; int valueType; int nvmlReturn; value_t value; } field_t;
typedef struct { int index; } device_t;

static device_t devices[2] = {{0}, {1}};
static unsigned long long millijoules = 1000000;

static int lost(device_t *device) {
    return device->index == 1 && access(LOST, F_OK) == 0 ? 15 : 0; /* GPU is lost */
}

int nvmlInit_v2(void) { return 0; }
int nvmlDeviceGetCount_v2(unsigned int *count) { *count = 2; return 0; }
int nvmlDeviceGetHandleByIndex_v2(unsigned int index, device_t **device) { *device = &devices[index]; return index < 2 ? 0 : 2; }
int nvmlDeviceGetName(device_t *device, char *name, unsigned int length) { strncpy(name, device->index == 0 ? "NVIDIA H100 80GB HBM3" : "NVIDIA L4", length); return 0; }
int nvmlDeviceGetUUID(device_t *device, char *uuid, unsigned int length) { strncpy(uuid, device->index == 0 ? "GPU-00000000-aaaa" : "GPU-11111111-bbbb", length); return 0; }
int nvmlDeviceGetUtilizationRates(device_t *device, utilization_t *rates) { rates->gpu = device->index == 0 ? 97 : 3; rates->memory = 50; return lost(device); }
int nvmlDeviceGetMemoryInfo_v2(device_t *device, memory_v2_t *memory) {
    if (device->index == 1) return 3; /* not supported */
    if (memory->version != (sizeof(memory_v2_t) | (2 << 24))) return 25; /* argument version mismatch */
    memory->total = 85899345920ULL; memory->reserved = 600000000ULL; memory->used = 42000000000ULL; memory->free = memory->total - memory->used - memory->reserved;
    return 0;
}
int nvmlDeviceGetMemoryInfo(device_t *device, memory_t *memory) { memory->total = 24000000000ULL; memory->used = 5000000000ULL; memory->free = 19000000000ULL; return lost(device); }
int nvmlDeviceGetFieldValues(device_t *device, int count, field_t *values) {
    values->nvmlReturn = device->index == 0 && values->fieldId == 186 && count == 1 ? 0 : 3;
    values->valueType = 1; values->value.ui = 400500;
    return 0;
}
int nvmlDeviceGetPowerUsage(device_t *device, unsigned int *milliwatts) { *milliwatts = 72250; return lost(device); }
int nvmlDeviceGetTotalEnergyConsumption(device_t *device, unsigned long long *energy) {
    if (device->index == 1) return 3;
    *energy = millijoules; millijoules += 80100; /* 400.5 W for 0.2 s */
    return 0;
}
int nvmlDeviceGetClockInfo(device_t *device, int type, unsigned int *clock) { *clock = type == 1 ? 1755 : 1; return lost(device); }
int nvmlDeviceGetCurrentClocksThrottleReasons(device_t *device, unsigned long long *bits) { *bits = device->index == 0 ? 0x4 | 0x40 | 0x1 : 0x1; return lost(device); }
