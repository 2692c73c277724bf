package io.pannier.pluginhost;

import java.lang.management.ManagementFactory;

/** Bytes that threads have allocated so far, as the JVM counts them; 0 where it does not. */
final class ThreadAllocation {
  private static final com.sun.management.ThreadMXBean THREADS = bean();

  private ThreadAllocation() {}

  static long ofCurrentThread() {
    return THREADS.getCurrentThreadAllocatedBytes();
  }

  /** Of any living thread; not more than 0 for one that has ended. */
  static long of(Thread thread) {
    return THREADS.getThreadAllocatedBytes(thread.threadId());
  }

  private static com.sun.management.ThreadMXBean bean() {
    var bean = ManagementFactory.getPlatformMXBean(com.sun.management.ThreadMXBean.class);
    if (bean.isThreadAllocatedMemorySupported() && !bean.isThreadAllocatedMemoryEnabled()) {
      bean.setThreadAllocatedMemoryEnabled(true);
    }
    return bean;
  }
}
