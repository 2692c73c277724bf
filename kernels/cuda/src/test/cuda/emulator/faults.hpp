// The faults that can be planted into the kernels, all absent: build-emulator.sh --fault NAME plants one.
#pragma once

#ifndef FAULT_GLOBAL_OFF_BY_ONE
#define FAULT_GLOBAL_OFF_BY_ONE 0
#endif
#ifndef FAULT_MISSING_COPY_WAIT
#define FAULT_MISSING_COPY_WAIT 0
#endif
#ifndef FAULT_MISSING_BARRIER_AFTER_STORE
#define FAULT_MISSING_BARRIER_AFTER_STORE 0
#endif
#ifndef FAULT_MISSING_BARRIER_BEFORE_OVERWRITE
#define FAULT_MISSING_BARRIER_BEFORE_OVERWRITE 0
#endif
#ifndef FAULT_DIVERGENT_BARRIER
#define FAULT_DIVERGENT_BARRIER 0
#endif
#ifndef FAULT_SHARED_OFF_BY_ONE
#define FAULT_SHARED_OFF_BY_ONE 0
#endif
#ifndef FAULT_WRONG_SHUFFLE_MASK
#define FAULT_WRONG_SHUFFLE_MASK 0
#endif
#ifndef FAULT_WRONG_MERGE_TIE
#define FAULT_WRONG_MERGE_TIE 0
#endif
