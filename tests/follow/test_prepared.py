"""A model that was kept is the model that was made."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from playing import RATE, follow, model, sound, steady, tune

from odette.follow.follower import Follower
from odette.follow.prepared import arrays_of, intact, model_of, pack, unpack

numbers = st.sampled_from([np.dtype(kind) for kind in ("u1", "i4", "i8", "f4", "f8", "?")])
tables = st.dictionaries(
    st.text(max_size=8), numbers.flatmap(lambda kind: arrays.arrays(kind, arrays.array_shapes(min_dims=0, min_side=0)))
)


@settings(deadline=None)
@given(tables)
def test_arrays_come_back_as_they_were(held):
    data = b"".join(pack(held))
    assert intact([data])
    found = unpack(data)
    assert list(found) == sorted(held)
    for name, array in held.items():
        assert (found[name].dtype, found[name].shape) == (array.dtype, array.shape)
        assert found[name].tobytes() == array.tobytes()


@settings(deadline=None)
@given(tables, st.data())
def test_a_single_wrong_byte_or_a_lost_end_is_noticed(held, data):
    good = b"".join(pack(held))
    at = data.draw(st.integers(0, len(good) - 1))
    wrong = good[:at] + bytes([good[at] ^ data.draw(st.integers(1, 255))]) + good[at + 1 :]
    assert not intact([good[:at]])
    assert not intact([wrong])


def test_the_size_of_the_chunks_does_not_matter():
    data = b"".join(pack({"a": np.arange(1000)}))
    assert intact([data[:24], data[24:600], data[600:]])
    assert not intact([])


def test_what_is_no_number_is_refused():
    with pytest.raises(TypeError):
        pack({"a": np.array([None])})


def test_estimates_from_a_kept_and_from_a_fresh_model_are_the_same_bit_for_bit():
    notes = tune(24)
    fresh = model(notes, fermatas=[8.0])
    kept = model_of(unpack(b"".join(pack(arrays_of(fresh)))))
    samples = sound(notes, steady(104))
    assert follow(Follower(kept, RATE), samples) == follow(Follower(fresh, RATE), samples)


def test_a_kept_model_holds_all_that_a_fresh_one_does():
    fresh = model(tune(8))
    kept = model_of(arrays_of(fresh))
    assert vars(kept).keys() == vars(fresh).keys()
    for name, value in vars(fresh).items():
        assert type(vars(kept)[name]) is type(value), name
