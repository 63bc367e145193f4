"""Values that are computed on first access, once, without a lock."""

import threading

from newsnlp._lazy import cached_property


class Computed:
    def __init__(self, compute):
        self._compute = compute

    @cached_property
    def value(self):
        return self._compute()


def test_a_value_is_computed_once():
    values = iter([1, 2])
    computed = Computed(lambda: next(values))
    assert (computed.value, computed.value) == (1, 1)
    assert isinstance(Computed.value, cached_property)


def test_objects_do_not_wait_for_each_other():
    begun, done = threading.Event(), threading.Event()
    slow = Computed(lambda: begun.set() or done.wait(10))
    thread = threading.Thread(target=lambda: slow.value)
    thread.start()
    assert begun.wait(10)
    assert Computed(lambda: 3).value == 3
    done.set()
    thread.join()
    assert slow.value  # it was done before the time was over
