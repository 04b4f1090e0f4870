#pragma once

// A sequence of small plain values that lives inside its owner up to N elements and moves to the
// heap beyond. For what a parser collects: header fields, defects. Not a general container: nothing
// can be erased or inserted, only appended and cleared. Whoever appends bounds the size
// (ParseLimits), so that hostile input cannot grow it without end.
//
//   InlineVector<Defect, 8> defects;
//   defects.push_back(defect);
//   for (const Defect& each : defects.span()) { ... }

#include <algorithm>
#include <array>
#include <cstddef>
#include <memory>
#include <span>
#include <type_traits>
#include <utility>

namespace sipspec::stack {

template <class T, std::size_t N>
class InlineVector {
  static_assert(std::is_trivially_copyable_v<T>, "elements are copied as octets");
  static_assert(N > 0);

 public:
  using value_type = T;
  static constexpr std::size_t inline_capacity = N;

  // The inline elements are left uninitialised on purpose: a message is parsed into them at once.
  // NOLINTNEXTLINE(modernize-use-equals-default): `= default` would let T{} fill them with zeros
  InlineVector() noexcept {}

  InlineVector(const InlineVector& other) : InlineVector() { assign(other); }

  InlineVector(InlineVector&& other) noexcept : InlineVector() { take(other); }

  InlineVector& operator=(const InlineVector& other) {
    if (this != &other) {
      size_ = 0;
      assign(other);
    }
    return *this;
  }

  InlineVector& operator=(InlineVector&& other) noexcept {
    if (this != &other) {
      take(other);
    }
    return *this;
  }

  ~InlineVector() = default;

  std::size_t size() const noexcept { return size_; }

  bool empty() const noexcept { return size_ == 0; }

  std::size_t capacity() const noexcept { return heap_ ? heap_capacity_ : N; }

  /// False while no memory was asked for.
  bool on_heap() const noexcept { return heap_ != nullptr; }

  T* data() noexcept { return heap_ ? heap_.get() : reinterpret_cast<T*>(&inline_); }

  const T* data() const noexcept {
    return heap_ ? heap_.get() : reinterpret_cast<const T*>(&inline_);
  }

  T& operator[](std::size_t index) noexcept { return data()[index]; }

  const T& operator[](std::size_t index) const noexcept { return data()[index]; }

  T& back() noexcept { return data()[size_ - 1]; }

  const T& back() const noexcept { return data()[size_ - 1]; }

  T* begin() noexcept { return data(); }

  T* end() noexcept { return data() + size_; }

  const T* begin() const noexcept { return data(); }

  const T* end() const noexcept { return data() + size_; }

  std::span<const T> span() const noexcept { return {data(), size_}; }

  std::span<T> span() noexcept { return {data(), size_}; }

  void push_back(const T& value) {
    if (size_ == capacity()) {
      const T copy = value;  // `value` may stand in this very vector, which grow() moves
      grow(size_ * 2);
      std::construct_at(data() + size_, copy);
    } else {
      std::construct_at(data() + size_, value);
    }
    ++size_;
  }

  void clear() noexcept { size_ = 0; }

 private:
  void grow(std::size_t wanted) {
    auto bigger = std::make_unique_for_overwrite<T[]>(wanted);
    std::copy_n(data(), size_, bigger.get());
    heap_ = std::move(bigger);
    heap_capacity_ = wanted;
  }

  void assign(const InlineVector& other) {
    if (other.size_ > capacity()) {
      grow(other.size_);
    }
    std::copy_n(other.data(), other.size_, data());
    size_ = other.size_;
  }

  void take(InlineVector& other) noexcept {
    if (other.heap_) {
      heap_ = std::move(other.heap_);
      heap_capacity_ = other.heap_capacity_;
    } else {
      heap_.reset();
      std::copy_n(other.data(), other.size_, data());
    }
    size_ = std::exchange(other.size_, 0);
  }

  union Storage {
    Storage() noexcept {
    }  // NOLINT(modernize-use-equals-default): a union with such a member has none

    std::array<T, N> elements;
  };

  Storage inline_;
  std::unique_ptr<T[]> heap_;
  std::size_t heap_capacity_ = 0;
  std::size_t size_ = 0;
};

}  // namespace sipspec::stack
